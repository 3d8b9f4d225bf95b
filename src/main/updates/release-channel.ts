/** Where this build looks for new versions, and whose signatures it believes: release-channel.json. */
import { z } from 'zod';
import { isLoopback } from '../feeds/loopback.ts';

export interface ReleaseChannel {
  /** Of the one file that is read. */
  readonly address: string;
  /** Hosts whose pages may be opened in the browser. */
  readonly pageHosts: readonly string[];
  /** Ed25519, as the base64 of their DER form. More than one, so that a key can be replaced. */
  readonly publicKeys: readonly string[];
}

/** null: this build looks for nothing. Throws when the file makes no sense, which is a fault of the build. */
export function readChannel(file: unknown): ReleaseChannel | null {
  const { address, pageHosts, publicKeys } = ChannelFile.parse(file);
  if (address === null) return null;
  if (publicKeys.length === 0) throw new Error('The release channel has an address and no public key.');
  return { address, pageHosts, publicKeys };
}

/** Https, so that nobody on the way learns who asks; plain only on this computer, for tests. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  if (username + password + search + hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

const ChannelFile = z.strictObject({
  address: z.string().refine(isSafe, 'must be an https address without name, query or fragment').nullable(),
  pageHosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)),
  publicKeys: z.array(z.base64().length(60)),
});
