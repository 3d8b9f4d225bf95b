/** Which addresses may be opened in the user's browser. */

/** Https to one of the named hosts, at its usual port and with no name in front of it. */
export function isAllowedLink(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === 'https:' && username + password === '' && hosts.includes(host);
}
