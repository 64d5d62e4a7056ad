/**
 * A person at a provider of the tests (`oidc-provider` with its development pages): signs in as `login`, agrees, and is
 * sent back.
 * @returns the address at which the browser comes back here
 */
export async function atProvider(address: string, login: string): Promise<string> {
  const jar = new Map<string, string>();
  let url = address;
  let body: string | null = null;
  for (let step = 0; step < 12; step++) {
    const response: Response = await fetch(url, {
      method: body === null ? "GET" : "POST",
      body,
      redirect: "manual",
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(body === null ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      jar.set(name!, value!);
    }
    const to = response.headers.get("location");
    if (to) {
      url = new URL(to, url).href;
      body = null;
      if (url.startsWith("http://localhost:3000/")) return url;
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (!prompt) throw new Error(`the provider answered ${response.status}: ${page.slice(0, 300)}`);
    body = new URLSearchParams({
      prompt,
      ...(prompt === "login" ? { login, password: "x" } : {}),
    }).toString();
  }
  throw new Error("the provider does not end");
}
