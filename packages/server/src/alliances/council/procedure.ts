import { defineProcedure, type InputFault } from "../../platform/index.ts";
import { quorate, type Quorum } from "./count.ts";

export type MeetingState =
  "draft" | "called" | "open" | "closed" | "minuted" | "returned" | "confirmed" | "cancelled";
export type MeetingStep =
  "draft" | "call" | "open" | "close" | "minute" | "confirm-minutes" | "return-minutes" | "cancel";

/** What of a meeting a step looks at. */
export interface MeetingFacts {
  items: number;
  /** seats that vote: of the alliance before the call, of the roll after it */
  seats: number;
  /** of them, present or represented by somebody who is */
  present: number;
  quorum: Quorum;
  noticeDays: number;
  /** whole days from now to the day of the meeting */
  daysAhead: number;
  begun: boolean;
  openVotes: number;
}

export interface MeetingEvidence {
  note?: string | undefined;
  minutes?: string | undefined;
}

const missing = (field: string, zh: string, en: string): InputFault => ({ part: "body", field, reason: `${zh} / ${en}` }); // prettier-ignore
const withReason = ({ note }: MeetingEvidence): InputFault[] => (note?.trim() ? [] : [missing("note", "请写明理由", "a reason is required")]); // prettier-ignore

/** A meeting of the council: called with notice, opened with a quorum, closed, and kept by its minutes, which who was in the chair confirms. */
export const meetingProcedure = defineProcedure<MeetingState, MeetingStep, MeetingFacts, MeetingEvidence>({
  what: { zh: "该会议", en: "The meeting" },
  states: {
    draft: { zh: "拟议中", en: "being prepared" },
    called: { zh: "已通知", en: "called" },
    open: { zh: "会议进行中", en: "in session" },
    closed: { zh: "已闭会、待纪要", en: "closed, minutes to come" },
    minuted: { zh: "纪要待理事长确认", en: "closed, minutes to be confirmed by the chair" },
    returned: { zh: "纪要已退回", en: "closed, minutes returned" },
    confirmed: { zh: "纪要已确认", en: "closed, minutes confirmed" },
    cancelled: { zh: "已取消", en: "cancelled" },
  },
  steps: {
    draft: { from: [], to: "draft", right: "keep", words: { zh: "拟议", en: "prepare" } },
    call: {
      from: ["draft"], to: "called", right: "keep", words: { zh: "发出通知", en: "call" },
      guard: ({ items, seats }) => {
        if (items === 0) return { zh: "议程是空的，不能发出通知。", en: "The agenda is empty; the meeting cannot be called." };
        return seats === 0 ? { zh: "没有有表决权的席位，不能召开理事会。", en: "No seat has a vote; there is no council to call." } : null;
      },
      evidence: (_, { daysAhead, noticeDays }) =>
        daysAhead >= noticeDays ? [] : [missing("startsAt", `章程规定提前 ${noticeDays} 天通知，现在只有 ${Math.max(0, daysAhead)} 天`, `the statutes ask for ${noticeDays} days of notice, there are ${Math.max(0, daysAhead)}`)],
    },
    open: {
      from: ["called"], to: "open", right: "keep", words: { zh: "开会", en: "open" },
      guard: ({ begun, present, seats, quorum }) => {
        if (!begun) return { zh: "还没有到通知的开会时间。", en: "The time that was announced has not come." };
        return quorate(present, seats, quorum)
          ? null
          : { zh: `法定人数不足：${seats} 席中到会或受托 ${present} 席，须达到 ${quorum.of} 分之 ${quorum.part}。`, en: `No quorum: ${present} of ${seats} seats are present or represented, ${quorum.part}/${quorum.of} are needed.` };
      },
    },
    close: {
      from: ["open"], to: "closed", right: "keep", words: { zh: "闭会", en: "close" },
      guard: ({ openVotes }) => (openVotes > 0 ? { zh: "还有表决没有结束，不能闭会。", en: "A vote is still open; the meeting cannot be closed." } : null),
    },
    minute: {
      from: ["closed", "returned"], to: "minuted", right: "keep", words: { zh: "提交纪要", en: "hand in the minutes" },
      evidence: ({ minutes }) => (minutes?.trim() ? [] : [missing("minutes", "请写会议纪要", "the minutes are missing")]),
    },
    // resolutions stand as they were adopted, whatever becomes of the minutes
    "confirm-minutes": { from: ["minuted"], to: "confirmed", right: "sit", words: { zh: "确认纪要", en: "confirm the minutes" } },
    "return-minutes": { from: ["minuted"], to: "returned", right: "sit", words: { zh: "退回纪要", en: "return the minutes" }, evidence: withReason },
    cancel: {
      from: ["draft", "called"], to: "cancelled", right: "keep", words: { zh: "取消", en: "cancel" },
      evidence: withReason,
    },
  },
}); // prettier-ignore

export const MEETING_LOG = { table: "alliances.meeting_action", subject: "meeting_id" };
