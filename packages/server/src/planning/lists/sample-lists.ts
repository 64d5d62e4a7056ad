import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Context } from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import {
  itemInput,
  titleOf,
  type DemandInput,
  type ItemInput,
  type ListKind,
  type PolicyInput,
} from "./content.ts";
import { takeListStep } from "./decide-list.ts";
import { draftList } from "./draft-list.ts";
import { LIST_NAMES } from "./fields.ts";
import { findItem, insertItem, reviseItem } from "./items.sql.ts";
import { provinceOf } from "./keep-items.ts";
import { findVersion, listVersions } from "./versions.sql.ts";

const NOTE = "由生成的示例数据编制，仅供演示。";
const occupations = (...names: string[]): string[] =>
  names.flatMap((name) => standards().occupations.find((one) => one.name === name)?.code ?? []);

/* Codes of GB/T 4754; enterprises, projects, amounts and documents are made up and say so. */
const CHAINS = [
  { chain: "新能源汽车产业链（示例）", part: "整车与关键零部件", park: "示例·东港经济技术开发区（示例）", industries: ["3612", "3670", "3841"], products: ["动力电池（示例）", "驱动电机（示例）"], project: ["动力电池二期（示例）", 1_200_000_000_00], output: 86_000_000_000_00, jobs: ["汽车维修工", "电工", "焊工", "数控车工", "铣工", "钳工", "机床装调维修工"] },
  { chain: "电子信息产业链（示例）", part: "集成电路与元器件", park: "示例·高新技术产业园（示例）", industries: ["3973", "3982"], products: ["印制电路板（示例）"], project: ["先进封装生产线（示例）", 2_000_000_000_00], output: 54_000_000_000_00, jobs: ["半导体芯片制造工", "计算机程序设计员", "计算机及外部设备装配调试员", "信息系统运行维护工程技术人员", "网络与信息安全管理员"] },
  { chain: "健康养老产业链（示例）", part: "医养服务", park: "", industries: ["8411", "8514"], products: [], project: ["医养中心（示例）", 300_000_000_00], output: 9_000_000_000_00, jobs: ["养老护理员", "护士", "内科护士", "康复技师", "保育师", "健康管理师"] },
  { chain: "现代物流产业链（示例）", part: "仓储与配送", park: "示例·空港物流园（示例）", industries: ["5990", "6020"], products: [], project: ["智能分拣中心（示例）", 450_000_000_00], output: 21_000_000_000_00, jobs: ["快递员", "物流服务师", "仓储管理员", "道路货运汽车驾驶员"] },
  { chain: "远洋渔业装备产业链（示例）", part: "捕捞装备", park: "", industries: ["3735"], products: ["捕捞装备（示例）"], project: ["装备试验场（示例）", 80_000_000_00], output: 1_500_000_000_00, jobs: [] },
] as const; // prettier-ignore

const POLICIES: (Omit<PolicyInput, "kind" | "cities" | "occupations" | "programmes" | "serves" | "suspended" | "from"> & { to: string | null })[] = [
  { title: "产教融合项目贷款贴息（示例）", instrument: "finance", document: "示例金〔2026〕1号（示例）", basis: "《中华人民共和国职业教育法》；示例省产教融合办法（示例）", objects: ["enterprise", "school"], eligibility: "列入产业发展清单的产业链企业，与职业学校共建实训设备的贷款项目", industries: [], amount: { kind: "share", share: "0.015", of: "当年贷款实际利息对应本金" }, office: "示例省财政厅（示例）", contact: "政策窗口（示例）", to: "2028-12-31" },
  { title: "接收岗位实习补助（示例）", instrument: "fiscal", document: "示例财〔2026〕2号（示例）", basis: "《中华人民共和国职业教育法》", objects: ["enterprise"], eligibility: "依法签订三方协议、支付实习报酬并投保的企业，按实习学生人月计算", industries: [], amount: { kind: "fen", fen: 50_000, per: "人·月" }, office: "示例省人力资源和社会保障厅（示例）", contact: "政策窗口（示例）", to: "2027-12-31" },
  { title: "产教融合型企业用地优先（示例）", instrument: "land", document: "示例自然资〔2026〕3号（示例）", basis: "示例省土地供应办法（示例）", objects: ["enterprise", "park"], eligibility: "建设培育中的产教融合型企业新建实训用房", industries: ["C"], amount: { kind: "text", text: "纳入年度供地计划优先安排（示例）" }, office: "示例省自然资源厅（示例）", contact: "", to: null },
  { title: "紧缺专业扩招生均补助（示例）", instrument: "fiscal", document: "示例财〔2026〕4号（示例）", basis: "《中华人民共和国职业教育法》", objects: ["school"], eligibility: "在人才需求清单列为急需的职业对应专业扩大招生的学校", industries: [], amount: { kind: "fen", fen: 120_000, per: "新增学生·年" }, office: "示例省教育厅（示例）", contact: "职业教育处（示例）", to: "2028-08-31" },
  { title: "企业信用激励（示例）", instrument: "credit", document: "", basis: "示例省信用管理办法（示例）", objects: ["enterprise"], eligibility: "连续两年完成校企合作协议的企业", industries: [], amount: { kind: "text", text: "列入守信激励名单（示例）" }, office: "示例省发展和改革委员会（示例）", contact: "", to: null },
]; // prettier-ignore
const LATER: (typeof POLICIES)[number] = { title: "技能岗位就业补贴（示例）", instrument: "employment", document: "示例人社〔2026〕6号（示例）", basis: "《中华人民共和国就业促进法》", objects: ["enterprise", "worker"], eligibility: "招用毕业年度职业学校毕业生到清单所列急需岗位并签订一年以上合同", industries: [], amount: { kind: "fen", fen: 100_000, per: "人" }, office: "示例省人力资源和社会保障厅（示例）", contact: "就业窗口（示例）", to: "2027-12-31" }; // prettier-ignore

/**
 * Gives the sample province its three lists, once, after its release: chains, support and enterprises' statements, all
 * marked 示例, published by the same steps as real ones. The policy list has a second version, so that there is a
 * difference to look at.
 */
export async function publishSampleLists(ctx: Context): Promise<void> {
  const province = provinceOf(ctx.actor.region);
  access.authorize(ctx.actor, "keepListItems", { region: province });
  const { sample, publisher } = await installation(ctx);
  if (!sample || (await listVersions(ctx, { published: false })).length > 0) return;
  await statementsOf(ctx, province);
  await publish(ctx, "demand");
  const enterprises = await enterprisesOf(ctx);
  for (const [i, chain] of CHAINS.entries()) {
    const codes = occupations(...chain.jobs);
    await enter(ctx, province, publisher, {
      kind: "industry", chain: chain.chain, part: chain.part, park: chain.park, cities: [],
      industries: chain.industries.filter((code) => standards().findIndustry(code)),
      enterprises: enterprises.slice(i * 2, i * 2 + 2).map(({ id, name }) => ({ id, name })),
      products: [...chain.products],
      projects: [{ name: chain.project[0], investmentFen: chain.project[1], stage: "在建（示例）" }],
      output: { fen: chain.output, year: 2025 },
      year: 2026,
      occupations: codes,
      noTalent: codes.length === 0 ? "试验阶段，用人由现有职工转岗解决（示例）" : "",
    });
  }
  await publish(ctx, "industry");
  const ids: string[] = [];
  for (const policy of POLICIES) ids.push(await enter(ctx, province, publisher, whole(policy)));
  await publish(ctx, "policy");
  const subsidy = (await findItem(ctx, ids[1]!))!;
  await reviseItem(ctx, subsidy, { ...subsidy, content: { ...(subsidy.content as PolicyInput), amount: { kind: "fen", fen: 60_000, per: "人·月" } } });
  await enter(ctx, province, publisher, whole(LATER));
  await publish(ctx, "policy");
} // prettier-ignore

const whole = (policy: (typeof POLICIES)[number]): ItemInput =>
  itemInput.parse({ ...policy, kind: "policy", from: "2026-01-01" });

async function enter(ctx: Context, province: string, publisher: string, input: ItemInput): Promise<string> {
  const id = uuidv7();
  const title = titleOf(input);
  await insertItem(ctx, { province, id, kind: input.kind, title, content: input, organisation: null, organisation_name: publisher, state: "accepted" }); // prettier-ignore
  await ctx.audit("list-item.enter", `list-item:${id}`, null, { kind: input.kind, title });
  return id;
}

async function publish(ctx: Context, kind: ListKind): Promise<void> {
  const { id } = await draftList(ctx, { kind, title: `示例省${LIST_NAMES[kind].zh}（示例）`, note: NOTE });
  for (const step of ["review", "publish"] as const)
    await takeListStep(ctx, (await findVersion(ctx, id))!, step, NOTE);
}

async function enterprisesOf(ctx: Context): Promise<{ id: string; name: string; region: string }[]> {
  const { rows } = await sql<{ id: string; name: string; region: string }>`
    select organisation_id as id, name, region from registry.organisation_version
    where upper_inf(valid) and kind = 'enterprise' and starts_with(region, platform.actor_prefix())
    order by name, organisation_id limit 20`.execute(ctx.tx);
  return rows;
}

/** What the first enterprises of the register state: some taken in, one still to be decided on. */
async function statementsOf(ctx: Context, province: string): Promise<void> {
  const found = await enterprisesOf(ctx);
  const posts = [["汽车维修工", 24], ["电工", 18], ["焊工", 30], ["汽车维修工", 12]] as const; // prettier-ignore
  for (const [i, [name, now]] of posts.entries()) {
    const enterprise = found[i % Math.max(1, found.length)];
    const [occupation = null] = occupations(name);
    if (!enterprise) return;
    const content = itemInput.parse({ kind: "demand", post: `${name}（示例）`, occupation, level: "secondary", city: enterprise.region, industry: "C", now, in1: now + 4, in3: now + 10, from: "2027-07", skills: ["识图（示例）", "安全操作（示例）"], publish: true }) as DemandInput; // prettier-ignore
    const id = uuidv7();
    await insertItem(ctx, { province, id, kind: "demand", title: content.post, content, organisation: enterprise.id, organisation_name: enterprise.name, state: i === 3 ? "proposed" : "accepted" }); // prettier-ignore
    await ctx.audit("list-statement.state", `list-item:${id}`, null, { title: content.post, now });
  }
}
