/** Opens a page in the user's own browser: the only way out of Vigil's windows. */
import { shell } from 'electron';
import { isAllowedLink } from '../bridge/allowed-link.ts';

export async function openLink(address: string, hosts: readonly string[]): Promise<void> {
  if (!isAllowedLink(address, hosts)) throw new Error('this page is not among those that Vigil opens');
  await shell.openExternal(address);
}
