/** Whether Vigil starts when the user logs in, as the window shows it. The system keeps it, not the settings. */

export const loginStarts = ['off', 'window', 'minimised'] as const;

/** `minimised`: in the tray where there is one, else as a minimised window. */
export type LoginStart = (typeof loginStarts)[number];

export type LoginStartView =
  | { readonly possible: true; readonly now: LoginStart; readonly choices: readonly LoginStart[] }
  | { readonly possible: false; readonly why: string };
