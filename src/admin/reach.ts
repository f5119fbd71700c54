/** An answer over https, or the sentence that says what is in the way. */
export type Reached =
  | { readonly status: number; readonly body: unknown; readonly date: string | undefined }
  | { readonly problem: string };

const TIMEOUT_MS = 10_000;

interface Question {
  readonly method?: string;
  readonly body?: string;
  /** True when any answer shows that the address is reached. */
  readonly anyStatus?: boolean;
}

/** Asks an address, and reads a JSON answer. */
export async function ask(address: string, { method = 'GET', body, anyStatus }: Question = {}): Promise<Reached> {
  const { host } = new URL(address);
  try {
    const response = await fetch(address, {
      method,
      ...(body !== undefined && { body, headers: { 'Content-Type': 'application/json' } }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!anyStatus && !response.ok)
      return {
        problem: `${host} answers ${response.status}. Try again later; if it stays, a proxy may answer in its place.`,
      };
    return { status: response.status, body: jsonIn(text), date: response.headers.get('date') ?? undefined };
  } catch (error) {
    return { problem: reasonOf(error, host) };
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** What an operator does about a request that got no answer. */
export function reasonOf(error: unknown, host: string): string {
  const codes = codesIn(error);
  const untrusted = codes.find((code) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER|ERR_TLS|ERR_SSL/.test(code));
  if (untrusted)
    return `The certificate of ${host} is not trusted (${untrusted}). If a proxy opens TLS, give its authority in NODE_EXTRA_CA_CERTS.`;
  if (codes.includes('NO_TUNNEL'))
    return `The proxy of HTTPS_PROXY gives no way to ${host}. Check its address, name and password, and what it lets through.`;
  if (codes.some((code) => /^(ENOTFOUND|EAI_AGAIN)$/.test(code)))
    return `The name ${host} is not known here. Check DNS, or set HTTPS_PROXY when there is an outgoing proxy.`;
  const why = codes[0] === undefined ? '' : ` (${codes[0]})`;
  return `${host} gives no answer${why}. Let https out to it in the firewall, or set HTTPS_PROXY when there is an outgoing proxy.`;
}

/** The system's words for what went wrong, wherever the layers between have put them. */
function codesIn(error: unknown): string[] {
  const codes: string[] = [];
  for (let one = error; one instanceof Error && codes.length < 5; one = one.cause) {
    if ('code' in one && typeof one.code === 'string') codes.push(one.code);
    else if (one.name === 'TimeoutError') codes.push('no answer in time');
  }
  return codes;
}
