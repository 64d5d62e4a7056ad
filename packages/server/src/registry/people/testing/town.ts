import { randomUUID } from "node:crypto";
import { identityCheck } from "@tixi/engines/identifiers";
import { NOBODY, type Actor, type Role } from "../../../platform/context.ts";
import { testApp, type TestApp } from "../../../platform/testing/test-app.ts";

/** A small town for the tests of people: two schools, an enterprise, the authority of the province. */
export interface Town {
  world: TestApp;
  school: string;
  otherSchool: string;
  enterprise: string;
  /** Somebody with an account and one role, or more. */
  somebody(name: string, ...roles: Seat[]): Promise<Actor>;
  call(actor: Actor, method: "GET" | "POST" | "PUT", url: string, payload?: object, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
} // prettier-ignore

export interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever a route answers; a test says what it expects
  body: any;
}
interface Seat {
  role: Exclude<Role, "public">;
  at: string | null;
  region?: string;
}

const REGION = "370200";

export async function openTown(options: { jobs?: boolean; now?: Date } = {}): Promise<Town> {
  const world = await testApp(options);
  const { sql } = world;
  await sql(
    "insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '厅', now())",
  );
  const organisation = async (name: string, kind: string) => {
    const id = randomUUID();
    await sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
    await sql(
      `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
       values ($1, '[2020-01-01,)', $2, $3, $4, 'registered', now())`,
      [id, name, kind, REGION],
    );
    return id;
  };
  const school = await organisation("青岛示例职业学院", "college");
  const otherSchool = await organisation("青岛第二示例学校", "secondary-school");
  const enterprise = await organisation("青岛示例机床厂", "enterprise");
  return {
    world,
    school,
    otherSchool,
    enterprise,
    somebody: async (name, ...roles) => {
      const personId = randomUUID();
      const userId = `u-${personId}`;
      await sql(
        "insert into registry.person (id, name, user_id, state, created_at, kept_by) values ($1, $2, $3, 'active', now(), $4)",
        [personId, name, userId, roles[0]?.at ?? null],
      );
      for (const { role, at, region } of roles)
        await sql(
          `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
           values (gen_random_uuid(), $1, $2, $3, $4, 'active', '2026-01-01', now())`,
          [personId, at, role, at === null ? (region ?? "370000") : REGION],
        );
      const [first] = roles;
      const region = first?.at === null ? (first.region ?? "370000") : REGION;
      return { ...NOBODY, userId, personId, name, role: first?.role ?? "public", organisation: first?.at ?? null, region }; // prettier-ignore
    },
    call: async (actor, method, url, payload, headers) => {
      // who waits to be confirmed acts as the public and is signed in
      const waiting =
        actor.role === "public" && actor.personId !== null
          ? { "x-test-actor": encodeURIComponent(JSON.stringify(actor)) }
          : {};
      const response = await world.call(actor, {
        method,
        url: `/api${url}`,
        ...(payload ? { payload } : {}),
        headers: { ...headers, ...waiting },
      });
      return { status: response.statusCode, body: response.body === "" ? null : parsed(response.body) };
    },
    close: () => world.close(),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** A number with its check character; of no person: order 990 and beyond are hardly given out. */
export function identityNumber(bornOn: string, order: number): string {
  const seventeen = `370202${bornOn.replaceAll("-", "")}${String(order).padStart(3, "0")}`;
  return seventeen + identityCheck(seventeen);
}

/** A multipart request with a file, as a browser sends it. */
export function fileOf(content: string | Uint8Array, fields: Record<string, string>, name = "people.csv") {
  const boundary = "tixi-people-boundary";
  const part = (disposition: string, body: Uint8Array) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
    body,
    Buffer.from("\r\n"),
  ];
  const payload = Buffer.concat([
    ...Object.entries(fields).flatMap(([key, value]) => part(`name="${key}"`, Buffer.from(value))),
    ...part(`name="file"; filename="${name}"`, Buffer.from(content)),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { payload, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } };
}
