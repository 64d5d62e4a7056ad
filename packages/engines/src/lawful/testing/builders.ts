/** A lawful placement in every respect; a test changes what it is about. */
import type { Enterprise, Placement, PlacementInput, Post, Student } from "../types.ts";

export const student = (changes: Partial<Student> = {}): Student => ({
  id: "s",
  birth: "2008-03-01",
  year: 3,
  programme: "660302",
  female: true,
  healthChecked: "2026-02-01",
  ...changes,
});

export const enterprise = (changes: Partial<Enterprise> = {}): Enterprise => ({
  id: "e",
  staff: 200,
  registered: true,
  dishonest: false,
  industries: ["C3611"],
  ...changes,
});

export const post = (changes: Partial<Post> = {}): Post => ({
  id: "p",
  enterprise: "e",
  likeStaff: 50,
  likePay: 500_000,
  lowestPay: 420_000,
  labourLevel: 2,
  hazards: [],
  hoursDay: 8,
  hoursWeek: 40,
  restDays: 2,
  overtime: false,
  night: false,
  restDayWork: false,
  holidayWork: false,
  simpleOnly: false,
  programmes: ["660302"],
  ...changes,
});

export const placement = (changes: Partial<Placement> = {}): Placement => ({
  id: "x",
  student: "s",
  post: "p",
  from: "2026-03-01",
  to: "2026-08-31",
  onPost: true,
  independent: true,
  pay: 400_000,
  payCycle: 1,
  paidInMoney: true,
  paidToStudent: true,
  signatures: ["school", "enterprise", "student"],
  signed: "2026-02-20",
  agreementFields: ["place", "time", "post", "pay", "hours", "insurance", "duties", "mentor", "breach"],
  officialTemplate: true,
  studentConsent: true,
  guardianConsent: true,
  insuredFrom: "2026-03-01",
  insuredTo: "2026-08-31",
  insuranceChargedToStudent: false,
  accidentFrom: "2026-03-01",
  accidentTo: "2026-08-31",
  mentor: "m",
  teacher: true,
  inspected: "2026-01-15",
  decided: true,
  fees: 0,
  guarantee: false,
  papersHeld: false,
  agent: false,
  imposed: false,
  selfFound: false,
  ownAssessment: true,
  jointEnrolment: false,
  ...changes,
});

/** One placement with its surroundings. */
export const one = (changes: {
  student?: Partial<Student>;
  enterprise?: Partial<Enterprise>;
  post?: Partial<Post>;
  placement?: Partial<Placement>;
}): PlacementInput => ({
  students: [student(changes.student)],
  enterprises: [enterprise(changes.enterprise)],
  posts: [post(changes.post)],
  placements: [placement(changes.placement)],
});
