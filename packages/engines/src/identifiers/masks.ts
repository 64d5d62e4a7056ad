/** What is shown of personal data where the whole is not needed (rules LEG-09, STD-02). */

/** 138****5678; of a landline the last four digits and the area code. */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(7)}`;
  const match = /^(\d{3,4})-(\d{7,8})/.exec(phone);
  return match ? `${match[1]}-****${match[2]!.slice(-4)}` : "****";
}

/** The first six and the last four characters. */
export function maskIdentity(number: string): string {
  return number.length === 18 ? `${number.slice(0, 6)}********${number.slice(14)}` : "********";
}

/** 张三 → 张*, 欧阳修远 → 欧***: the first character alone. Latin names keep their first letter. */
export function maskName(name: string): string {
  const [first, ...rest] = [...name.trim()];
  if (first === undefined) return "";
  return /\p{Script=Han}/u.test(first)
    ? first + "*".repeat(Math.max(1, Math.min(rest.length, 3)))
    : `${first}***`;
}

/** zhang@example.cn → z***@example.cn */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at > 0 ? `${[...email][0]}***${email.slice(at)}` : "***";
}
