// Deferred acceptance under nested caps on the arrays that the bench wrote: the peer of bench/placement.ts, the same algorithm.
// Usage: peer FOLDER STUDENTS ENTRIES POSTS CAPS TIMES. Prints the best CPU seconds and a sum over the result.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <time.h>
#include <vector>

using std::string;
using std::vector;
using ints = vector<int32_t>;

static ints load(const string &file, size_t count) {
  ints values(count);
  FILE *from = fopen(file.c_str(), "rb");
  if (!from || fread(values.data(), 4, count, from) != count) {
    fprintf(stderr, "cannot read %s\n", file.c_str());
    exit(1);
  }
  fclose(from);
  return values;
}

static double now() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int, char **argv) {
  const string folder = string(argv[1]) + "/";
  const size_t n = atol(argv[2]), entries = atol(argv[3]), posts = atol(argv[4]), caps = atol(argv[5]);
  const int times = atoi(argv[6]);
  const ints start = load(folder + "start", n + 1), post = load(folder + "post", entries), rank = load(folder + "rank", entries),
             draw = load(folder + "draw", n), max = load(folder + "max", caps), above = load(folder + "above", caps);
  double least = 1e9;
  ints got(n);
  for (int t = 0; t < times; t++) {
    const double begun = now();
    ints wishes(posts), size(caps), first(caps), last(caps), room(caps), at(posts), postAt(posts), studentAt(n), held(caps), next(start);
    for (size_t s = 0; s < n; s++) studentAt[draw[s]] = s;
    for (int32_t p : post) wishes[p]++;
    for (size_t c = 0; c < caps; c++) {
      if (c < posts) size[c] = 1;
      if (above[c] >= 0) size[above[c]] += size[c];
    }
    int32_t outside = 0;
    for (size_t c = caps; c-- > 0;) {
      first[c] = above[c] < 0 ? outside : room[above[c]];
      (above[c] < 0 ? outside : room[above[c]]) += size[c];
      room[c] = first[c];
      last[c] = first[c] + size[c] - 1;
    }
    vector<vector<int64_t>> heap(posts);
    for (size_t p = 0; p < posts; p++) {
      at[p] = first[p];
      postAt[at[p]] = p;
      heap[p].reserve(std::max(0, std::min(max[p], wishes[p])));
    }
    ints winner(2 * posts);
    auto top = [&](int32_t p) { return heap[p].empty() ? (int64_t)-1 : heap[p].front(); };
    auto worse = [&](int32_t p, int32_t q) { return top(q) > top(p) ? q : p; };
    std::copy(postAt.begin(), postAt.end(), winner.begin() + posts);
    for (size_t k = posts - 1; k > 0; k--) winner[k] = worse(winner[2 * k], winner[2 * k + 1]);
    auto changed = [&](int32_t p) {
      for (size_t k = (at[p] + posts) >> 1; k > 0; k >>= 1) winner[k] = worse(winner[2 * k], winner[2 * k + 1]);
    };
    auto within = [&](int32_t cap) {
      size_t low = first[cap] + posts, high = last[cap] + posts + 1;
      int32_t best = winner[low];
      for (; low < high; low >>= 1, high >>= 1) {
        if (low & 1) best = worse(best, winner[low++]);
        if (high & 1) best = worse(best, winner[--high]);
      }
      return best;
    };
    for (size_t f = 0; f < n; f++) {
      for (int32_t s = f; s >= 0;) {
        const int32_t end = start[s + 1];
        int32_t out = -1, e = next[s];
        for (; e < end; e++) {
          const int32_t p = post[e];
          const int64_t key = ((int64_t)rank[e] << 26) + draw[s];
          int32_t full = p;
          while (full >= 0 && held[full] < max[full]) full = above[full];
          if (full < 0) {
            heap[p].push_back(key);
            std::push_heap(heap[p].begin(), heap[p].end());
            changed(p);
            for (int32_t c = p; c >= 0; c = above[c]) held[c]++;
            break;
          }
          if (max[full] <= 0) continue;
          const int32_t leaf = full < (int32_t)posts ? full : within(full);
          const int64_t worst = top(leaf);
          if (key > worst) continue;
          std::pop_heap(heap[leaf].begin(), heap[leaf].end());
          heap[leaf].pop_back();
          heap[p].push_back(key);
          std::push_heap(heap[p].begin(), heap[p].end());
          changed(leaf);
          if (leaf != p) {
            changed(p);
            for (int32_t c = leaf; c != full; c = above[c]) held[c]--;
            for (int32_t c = p; c != full; c = above[c]) held[c]++;
          }
          out = studentAt[worst & ((1 << 26) - 1)];
          break;
        }
        next[s] = e < end ? e + 1 : end + 1;
        s = out;
      }
    }
    for (size_t s = 0; s < n; s++) got[s] = next[s] > start[s + 1] ? -1 : next[s] - 1;
    least = std::min(least, now() - begun);
  }
  long long total = 0;
  for (int32_t e : got) total += e < 0 ? 0 : e % 1000003 + 1;
  printf("{\"seconds\":%.6f,\"sum\":%lld}\n", least, total);
}
