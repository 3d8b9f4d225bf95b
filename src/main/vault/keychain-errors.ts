/** Tells by a keychain's words what is wrong with it. Pure. */
import type { VaultTrouble } from './vault-messages.ts';

/** Words that are not known mean a broken connection: a new vault process is the cure for most of them. */
export function troubleOf(words: string): VaultTrouble {
  return rules.find(([pattern]) => pattern.test(words))?.[1] ?? 'broken';
}

/**
 * Linux: libsecret 0.20.5 with gnome-keyring, seen 2026-11-24. macOS: messages of SecCopyErrorMessageString.
 * Windows: of GetLastError. The first that matches counts.
 */
const rules: readonly (readonly [RegExp, VaultTrouble])[] = [
  [/locked collection|collection is locked|object is locked/i, 'locked'],
  [/interaction is not allowed/i, 'locked'],
  // A prompt that the user closed, or a question of macOS that was answered with "Deny".
  [/dismissed|cancel(?:l?ed|led by)|user name or passphrase .* not correct|access (?:is )?denied/i, 'denied'],
  // The daemon was restarted: the connection of this process never recovers.
  [/the name :\d+\.\d+ was not provided|session wrapping the secret|no such secret session/i, 'broken'],
  [/connection is closed|remote peer disconnected|noreply/i, 'broken'],
  [/cannot autolaunch|not provided by any \.service|could not connect|cannot spawn/i, 'unavailable'],
  // No keyring was ever created, and without a display the system cannot ask for a password to create one.
  [/object does not exist at path|no such (?:interface|object path)/i, 'unavailable'],
  [/failed to load keytar|cannot find (?:module|package)|shared object file/i, 'unavailable'],
];
