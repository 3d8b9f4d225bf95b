/** Parts that a row of the accounts and its details share: glyph, age of the data, where the key is, cures. */
import { Clock, Lock, Pause } from 'lucide-react';
import type { AccountView, VaultView } from '../../../preload/contract/accounts.ts';
import type { FeedView } from '../../../preload/contract/views.ts';
import type { AccountSight, Cure } from '../../format/account-sight.ts';
import { clockText, dayText } from '../../format/time.ts';
import { enterKey, pauseAccount, unlockKeychain } from '../../store/accounts.ts';
import { mainNowMs } from '../../store/main-clock.ts';
import { AgeChip } from '../../ui/age-chip.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';

export function SightGlyph({ state }: Pick<AccountSight, 'state'>) {
  if (state !== 'paused') return <Glyph state={state} />;
  return (
    <span className="mid" role="img" aria-label="paused" title="paused">
      <Icon of={Pause} />
    </span>
  );
}

/** What is wrong and what cures it; the first words name a trouble of the key or of our clock. */
export function Problem({ sight: { trouble, problem } }: { readonly sight: AccountSight }) {
  if (trouble === null) return problem;
  return (
    <>
      <b>{trouble.charAt(0).toUpperCase() + trouble.slice(1)}.</b> {problem}
    </>
  );
}

export interface DataAgeProps {
  readonly sight: AccountSight;
  readonly feed: FeedView | null;
}

export function DataAge({ sight, feed }: DataAgeProps) {
  const { state, word } = sight;
  if (word === null && state !== 'paused') {
    const confirmedMs = feed?.confirmedMs ?? null;
    return <AgeChip state={state} ageMs={confirmedMs === null ? null : mainNowMs() - confirmedMs} />;
  }
  return (
    <span className={`age age-${state}`}>
      {state !== 'paused' && <Glyph state={state} />}
      {word}
    </span>
  );
}

export function KeptIn({ account }: { readonly account: AccountView }) {
  const isSession = account.keptIn === 'session';
  return (
    <span className="mid kept">
      <Icon of={isSession ? Clock : Lock} /> {isSession ? 'This session' : 'Keychain'}
    </span>
  );
}

/** `today 08:40`, `21 Nov 17:02` */
export function checkedWords({ checkedMs, checking }: AccountView, nowMs: number): string {
  if (checking) return 'now';
  if (checkedMs === null) return 'never';
  const day = dayText(checkedMs) === dayText(nowMs) ? 'today' : dayText(checkedMs);
  return `${day} ${clockText(checkedMs).slice(0, 5)}`;
}

export interface CureButtonProps {
  readonly account: AccountView;
  readonly cure: Cure;
  readonly vault: VaultView;
  readonly className: string;
}

export function CureButton({ account, cure, vault, className }: CureButtonProps) {
  const { label, run } = cureOf(cure, account, vault);
  return (
    <button
      type="button"
      className={className}
      aria-label={`${label}: ${account.venueName} ${account.label}`}
      onClick={run}
    >
      {label}
    </button>
  );
}

function cureOf(cure: Cure, account: AccountView, vault: VaultView) {
  switch (cure) {
    case 'unlock':
      return { label: vault.action ?? 'Unlock', run: () => void unlockKeychain() };
    case 'enter-key':
      return { label: 'Enter key', run: () => void enterKey(account) };
    case 'replace-key':
      return { label: 'Replace key', run: () => void enterKey(account) };
    case 'resume':
      return { label: 'Resume', run: () => void pauseAccount(account, false) };
    default:
      return cure satisfies never;
  }
}
