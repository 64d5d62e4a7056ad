/** A province's running placements as columns, from a seed; a few of a hundred break a rule. */
import { randomOf } from "../../cycle/testing/index.ts";
import { dayFrom } from "../days.ts";
import { ENTERPRISE_FIELDS, PLACEMENT_FIELDS, POST_FIELDS, STUDENT_FIELDS, type Fact } from "../fields.ts";
import { placement, post, enterprise, student } from "./builders.ts";
import { columnsOf } from "../columns.ts";
import type { Columns, PlacementColumns } from "../types.ts";

export function manyPlacements(count: number, seed = 1): PlacementColumns {
  const random = randomOf(seed);
  const upTo = (n: number): number => Math.floor(random() * n);
  const enterprises = Math.max(1, Math.floor(count / 12));
  const posts = enterprises * 4;
  // The lawful placement of the builders, repeated; then a few figures of each are drawn anew.
  const sample = columnsOf({ students: [student()], enterprises: [enterprise()], posts: [post()], placements: [placement()] }); // prettier-ignore
  const repeat = <F extends Fact>(columns: Columns<F>, fields: Readonly<Record<F, unknown>>, times: number) => {
    const found: Partial<Record<F, Float64Array>> = {};
    for (const fact of Object.keys(fields) as F[]) found[fact] = new Float64Array(times).fill(columns[fact]![0]!); // prettier-ignore
    return found;
  };
  const draw = (column: Float64Array | undefined, share: number, value: () => number): void => {
    for (let i = 0; i < column!.length; i++) if (random() < share) column![i] = value();
  };
  const ofStudents = repeat(sample.students.columns, STUDENT_FIELDS, count);
  const ofEnterprises = repeat(sample.enterprises.columns, ENTERPRISE_FIELDS, enterprises);
  const ofPosts = repeat(sample.posts.columns, POST_FIELDS, posts);
  const ofPlacements = repeat(sample.placements.columns, PLACEMENT_FIELDS, count);
  const start = dayFrom(2026, 3, 1);
  draw(ofStudents.birth, 1, () => dayFrom(2006 + upTo(4), 1 + upTo(12), 1 + upTo(28)));
  draw(ofStudents.year, 0.01, () => 1);
  draw(ofStudents.female, 1, () => upTo(2));
  draw(ofEnterprises.staff, 1, () => 40 + upTo(400));
  draw(ofPosts.likeStaff, 1, () => 10 + upTo(80));
  draw(ofPosts.night, 0.02, () => 1);
  draw(ofPosts.hazards, 0.03, () => 1 << upTo(18));
  draw(ofPosts.labourLevel, 0.02, () => 3);
  draw(ofPlacements.pay, 0.05, () => 300_000 + upTo(200_000));
  draw(ofPlacements.guardianConsent, 0.01, () => 0);
  draw(ofPlacements.insuredTo, 0.01, () => start + 90);
  draw(ofPlacements.fees, 0.01, () => NaN);
  const from = Int32Array.from({ length: count }, () => start + upTo(60));
  return {
    students: { count, columns: ofStudents, programme: Float64Array.from({ length: count }, () => 660301 + upTo(3)) },
    enterprises: { count: enterprises, columns: ofEnterprises, industries: Array.from({ length: enterprises }, () => (random() < 0.01 ? ["R9011"] : ["C3611"])) },
    posts: {
      count: posts,
      columns: ofPosts,
      enterprise: Int32Array.from({ length: posts }, (_, p) => p >> 2),
      like: Int32Array.from({ length: posts }, (_, p) => p >> 1),
      industries: new Array<null>(posts).fill(null),
      programmes: Array.from({ length: posts }, () => (random() < 0.02 ? ["610102"] : ["6603"])),
    },
    placements: {
      count,
      columns: ofPlacements,
      student: Int32Array.from({ length: count }, (_, i) => i),
      post: Int32Array.from({ length: count }, () => upTo(posts)),
      from,
      to: from.map((day) => day + 150 + upTo(60)),
      mentor: Int32Array.from({ length: count }, () => upTo(Math.ceil(count / 3))),
    },
    exceptions: [],
  };
} // prettier-ignore
