/** What the state of the keychain means for the user, and its cure. Pure. */
import type { VaultState, VaultView } from '../../preload/contract/accounts.ts';

/** What of this computer decides the cure. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  /** The text of /etc/os-release; empty where there is none. */
  readonly osRelease: string;
  /** XDG_CURRENT_DESKTOP; empty where it is not set. */
  readonly desktop: string;
  readonly isSnap: boolean;
}

export function explainVault(state: VaultState, detail: string, around: Surroundings): VaultView {
  const keychain = nameOf(around.platform);
  switch (state) {
    case 'ready':
      return { state, headline: '', body: '', command: null, action: null };
    case 'waiting':
      return {
        state,
        headline: `Your ${keychain} is asking for its password.`,
        body: 'Answer its question. Accounts open then; public feeds go on meanwhile.',
        command: null,
        action: null,
      };
    case 'locked':
      return {
        state,
        headline: `Your ${keychain} is locked.`,
        body: 'Accounts wait for their keys. Unlock it and enter its password; public feeds go on meanwhile.',
        command: null,
        action: 'Unlock',
      };
    case 'denied':
      return {
        state,
        headline: `Your ${keychain} was not unlocked.`,
        body: 'Its question was closed without the password. Accounts wait until you unlock it.',
        command: null,
        action: 'Unlock',
      };
    case 'unavailable':
      return { state, ...absent(around, detail), action: 'Try again' };
    case 'broken':
      return {
        state,
        headline: `Your ${keychain} does not answer properly.`,
        body: `It said: ${detail || 'nothing'}. Vigil started its part anew once already. Try again, or log in to your desktop again.`,
        command: null,
        action: 'Try again',
      };
    default:
      return state satisfies never;
  }
}

/** The keychain's name on this system, in the middle of a sentence. */
function nameOf(platform: NodeJS.Platform): string {
  return platform === 'linux' ? 'keyring' : platform === 'darwin' ? 'keychain' : 'Credential Manager';
}

function absent(around: Surroundings, detail: string): Pick<VaultView, 'headline' | 'body' | 'command'> {
  const meanwhile = 'Until then a key can be used for this session only.';
  if (around.platform !== 'linux') {
    const headline = `The ${nameOf(around.platform)} of this computer cannot be used.`;
    return { headline, body: `It said: ${detail || 'nothing'}. ${meanwhile}`, command: null };
  }
  const headline = 'This desktop has no keyring that Vigil can use.';
  if (around.isSnap) {
    const body = `The snap may not use it yet. Allow it with the command below. ${meanwhile}`;
    return { headline, body, command: 'snap connect vigil:password-manager-service' };
  }
  if (/object does not exist|no such object/i.test(detail)) {
    const body = `There is a keyring service without a keyring. Log in to a desktop session, where it can ask you for a password to create one. ${meanwhile}`;
    return { headline, body, command: null };
  }
  if (/\bKDE\b/i.test(around.desktop)) {
    const body = `In System Settings, under KDE Wallet, switch on "Use KWallet for the Secret Service interface". ${meanwhile}`;
    return { headline, body, command: null };
  }
  const command = installCommand(around.osRelease);
  const how = command === null ? 'Install gnome-keyring' : 'Install gnome-keyring with the command below';
  return { headline, body: `${how}, then log in again. ${meanwhile}`, command };
}

function installCommand(osRelease: string): string | null {
  const names = [...osRelease.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)]
    .flatMap(([, value = '']) => value.replaceAll(/["']/g, '').split(/\s+/))
    .map((name) => name.toLowerCase());
  const found = installers.find(([ids]) => names.some((name) => ids.includes(name)));
  return found?.[1] ?? null;
}

const installers: readonly (readonly [readonly string[], string])[] = [
  [['debian', 'ubuntu'], 'sudo apt install gnome-keyring libsecret-1-0'],
  [['fedora', 'rhel', 'centos'], 'sudo dnf install gnome-keyring libsecret'],
  [['arch'], 'sudo pacman -S gnome-keyring libsecret'],
  [['suse', 'opensuse', 'opensuse-leap', 'opensuse-tumbleweed'], 'sudo zypper install gnome-keyring'],
  [['alpine'], 'sudo apk add gnome-keyring libsecret'],
];
