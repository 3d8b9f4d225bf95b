/** The name of a file that a page proposed, fit for every system and without a way out of its folder. Pure. */

export function safeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(forbidden, '-').replace(/^[\s.]+|[\s.]+$/g, '');
  if (plain === '') return 'vigil.csv';
  return devices.test(plain) ? `vigil-${plain}` : plain;
}

/** What Windows forbids, and what nobody sees. */
const forbidden = /[\p{C}<>:"|?*]+/gu;
/** Windows takes these for devices, whatever follows the point. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
