import https from 'node:https';
import { BlockList, isIP } from 'node:net';
import tls from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { Agent, type buildConnector, Pool, ProxyAgent, setGlobalDispatcher } from 'undici';

/** The proxy that requests leave through, and what is reached without it. */
export interface OutgoingProxy {
  /** Its address, with name and password where it asks for them: not to be logged. */
  readonly url: string;
  /** Hosts, domains, addresses and networks as in NO_PROXY. */
  readonly except: readonly string[];
}

/**
 * Leads every https request of this process through the proxy: those of `fetch`, and those that libraries make with
 * Node's `https` (the keys of Teams' tokens, the bot's own tokens). Plain http is not led through it.
 */
export function useOutgoingProxy({ url, except }: OutgoingProxy): void {
  const isExcepted = exceptions(except);
  const direct = new Agent();
  const proxied = new ProxyAgent({ uri: url, factory: (origin, options) => new Pool(origin, namingNoTunnel(options)) });
  setGlobalDispatcher(
    direct.compose((dispatch) => (options, handler) => {
      const { protocol, hostname } = new URL(String(options.origin));
      return protocol !== 'https:' || isExcepted(hostname)
        ? dispatch(options, handler)
        : proxied.dispatch(options, handler);
    }),
  );
  https.globalAgent = new TunnelAgent(url, isExcepted);
}

/** The agent of Node's `https`, with exceptions. */
class TunnelAgent extends HttpsProxyAgent<string> {
  constructor(
    url: string,
    private readonly isExcepted: (host: string) => boolean,
  ) {
    super(url);
  }

  override connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    return options.secureEndpoint && this.isExcepted(String(options.host))
      ? Promise.resolve(tls.connect(options))
      : super.connect(request, options);
  }
}

/** No way through the proxy was found, so that nothing of the request has left. */
class NoTunnelError extends Error {
  override readonly name = 'NoTunnelError';
  readonly code = 'NO_TUNNEL';
}

/** Gives every failure before the first byte of a request one name; some of undici's also follow on a lost request. */
function namingNoTunnel(options: Pool.Options): Pool.Options {
  const connect = options.connect as buildConnector.connector;
  return {
    ...options,
    connect: (to, done) =>
      connect(to, (...[error, socket]) =>
        error ? done(new NoTunnelError(error.message, { cause: error }), null) : done(null, socket),
      ),
  };
}

/**
 * What is reached without the proxy, as curl reads NO_PROXY: a host name stands for itself and all below it (a dot or
 * `*.` in front changes nothing), an address for itself, an address with `/8` for its network, and `*` for everything.
 */
export function exceptions(list: readonly string[]): (host: string) => boolean {
  const networks = new BlockList();
  const domains: string[] = [];
  for (const entry of list) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    const longest = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? longest : Number(bits);
    if (family === 0) domains.push(entry.toLowerCase().replace(/^(\*?\.)|\.$/g, ''));
    else if (Number.isInteger(prefix) && prefix >= 0 && prefix <= longest)
      networks.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
  }
  return (named) => {
    const host = named.toLowerCase().replace(/^\[|\]$|\.$/g, '');
    if (domains.includes('*')) return true;
    const family = isIP(host);
    if (family !== 0) return networks.check(host, family === 6 ? 'ipv6' : 'ipv4');
    return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
  };
}
