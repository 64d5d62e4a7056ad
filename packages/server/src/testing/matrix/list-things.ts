import { answerOf, type Office } from "../office.ts";
import { player } from "./cast.ts";

/** What stands of the three lists in the world of the matrix. */
export interface ListThings {
  listItem: string;
  statement: string;
  listDraft: string;
  list: string;
  listEntry: string;
  listAnswer: string;
  subscription: string;
}

export const policy = {
  kind: "policy",
  title: "实习补助",
  instrument: "fiscal",
  basis: "《中华人民共和国职业教育法》",
  objects: ["enterprise", "school"],
  eligibility: "接收实习学生的企业",
  amount: { kind: "fen", fen: 50_000, per: "人·月" },
  office: "甲省财政厅",
  from: "2026-01-01",
};
export const need = {
  kind: "demand",
  post: "数控车工",
  level: "secondary",
  city: "370200",
  now: 12,
  publish: true,
};

/** A published list and a draft of the next, a statement, an answer, a subscription. */
export async function listThings(office: Office): Promise<ListThings> {
  const item = await office.post("/api/lists/items", policy);
  const statement = await office.post("/api/lists/statements", need, player("enterprise-officer").actor);
  const draft = () => office.post("/api/lists/versions", { kind: "policy", title: "政策支持清单" });
  const { id } = await draft();
  for (const step of ["review", "publish"]) {
    const { etag } = await office.get(`/api/lists/versions/${id}`);
    answerOf(
      await office.call({
        method: "POST",
        url: `/api/lists/versions/${id}/${step}`,
        payload: { note: "" },
        headers: { "if-match": etag },
      }),
    );
  }
  const answer = await office.post(
    "/api/lists/answers",
    { itemId: item.id, answer: "already" },
    player("school-officer").actor,
  );
  const { items } = await office.post(
    "/api/lists/subscriptions",
    { kind: "policy" },
    player("teacher").actor,
  );
  return {
    listItem: item.id,
    statement: statement.id,
    listDraft: (await draft()).id,
    list: id,
    listEntry: item.id,
    listAnswer: answer.id,
    subscription: items[0].id,
  };
}
