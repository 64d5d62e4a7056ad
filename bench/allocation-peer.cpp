// Serial dictatorship and deferred acceptance on the arrays that the bench wrote: the peer of bench/allocation.ts.
// Usage: peer FOLDER CANDIDATES ENTRIES UNITS LISTS TIMES. Prints the best CPU seconds of each and sums over the results.
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

static long long sum(const ints &got) {
  long long total = 0;
  for (int32_t e : got) total += e < 0 ? 0 : e % 1000003 + 1;
  return total;
}

int main(int, char **argv) {
  const string folder = string(argv[1]) + "/";
  const size_t n = atol(argv[2]), entries = atol(argv[3]), units = atol(argv[4]), lists = atol(argv[5]);
  const int times = atoi(argv[6]);
  const ints start = load(folder + "start", n + 1), unit = load(folder + "unit", entries), order = load(folder + "order", n),
             places = load(folder + "places", n * lists), listOf = load(folder + "listOf", units), seats = load(folder + "left", units);
  ints got(n);
  double parallel = 1e9, matching = 1e9;
  long long parallelSum = 0, matchingSum = 0;

  for (int t = 0; t < times; t++) {
    const double begun = now();
    ints left(seats);
    std::fill(got.begin(), got.end(), -1);
    for (size_t i = 0; i < n; i++) {
      const int32_t c = order[i];
      for (int32_t e = start[c], end = start[c + 1]; e < end; e++) {
        const int32_t u = unit[e];
        if (left[u] <= 0) continue;
        left[u]--;
        got[c] = e;
        break;
      }
    }
    parallel = std::min(parallel, now() - begun);
    parallelSum = sum(got);
  }

  for (int t = 0; t < times; t++) {
    const double begun = now();
    vector<size_t> base(units + 1, 0);
    for (size_t u = 0; u < units; u++) base[u + 1] = base[u] + seats[u];
    vector<uint64_t> held(base[units]);
    ints count(units, 0), next(start.begin(), start.end() - 1);
    std::fill(got.begin(), got.end(), -1);
    for (size_t s = 0; s < n; s++) {
      int64_t c = s;
      while (c >= 0) {
        int64_t out = -1;
        int32_t e = next[c];
        const int32_t end = start[c + 1];
        got[c] = -1;
        for (; e < end; e++) {
          const int32_t u = unit[e];
          if (seats[u] == 0) continue;
          const uint64_t key = (uint64_t)places[(size_t)c * lists + listOf[u]] << 32 | (uint32_t)c;
          uint64_t *heap = &held[base[u]];
          const size_t k = count[u];
          if (k < (size_t)seats[u]) {
            heap[k] = key;
            count[u]++;
            std::push_heap(heap, heap + k + 1);
            got[c] = e;
            break;
          }
          if (key < heap[0]) {
            out = (int64_t)(uint32_t)heap[0];
            size_t p = 0;
            for (;;) {
              size_t q = 2 * p + 1;
              if (q >= k) break;
              if (q + 1 < k && heap[q + 1] > heap[q]) q++;
              if (heap[q] <= key) break;
              heap[p] = heap[q];
              p = q;
            }
            heap[p] = key;
            got[c] = e;
            break;
          }
        }
        next[c] = e + 1;
        c = out;
      }
    }
    matching = std::min(matching, now() - begun);
    matchingSum = sum(got);
  }
  printf("{\"parallel\":%.6f,\"matching\":%.6f,\"parallelSum\":%lld,\"matchingSum\":%lld}\n", parallel, matching, parallelSum, matchingSum);
}
