/** Whether Vigil looks for new versions, what it contacts for that, and what came of it. */
import type { UpdateProblem, UpdatesView } from '../../../preload/contract/updates.ts';
import { momentText } from '../../format/moment.ts';
import { changeSettings, useSettings } from '../../store/settings.ts';
import { lookNow, useUpdates } from '../../store/updates.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { Section, Setting, Switch } from './parts.tsx';

export function UpdatesSection() {
  const view = useUpdates();
  if (view === null) return null;
  return (
    <Section title="New versions">
      {view.address === null ? <NoLooks /> : <Looks address={view.address} view={view} />}
    </Section>
  );
}

function NoLooks() {
  return (
    <Setting
      label="This build does not look for new versions"
      hint="It was made without an address to look at, so nothing is contacted."
    >
      {null}
    </Setting>
  );
}

function Looks({ address, view }: { readonly address: string; readonly view: UpdatesView }) {
  const isOn = useSettings((settings) => settings.lookForUpdates);
  return (
    <>
      <Setting
        label="Look for new versions once a day"
        hint={`One small file is read: ${address}. Its server learns the internet address of this computer and that a Vigil asks: no version, no name, nothing of your accounts. What it says counts only when its makers signed it. Nothing is downloaded or installed.`}
      >
        <Switch
          label="Look for new versions once a day"
          on={isOn}
          onChange={(on) => changeSettings({ lookForUpdates: on })}
        />
      </Setting>
      <Setting label={outcome(view)} {...(isOn ? {} : { hint: 'Off: only this button looks.' })}>
        <button type="button" className="btn" disabled={view.looking} onClick={lookNow}>
          Look now
        </button>
      </Setting>
      {view.problem !== null && <Problem of={view.problem} />}
    </>
  );
}

/** That nobody answers is usual; that somebody answers with what was not signed is not. */
function Problem({ of: { kind, message } }: { readonly of: UpdateProblem }) {
  if (kind === 'no-answer') return <p className="dim">{message}</p>;
  return (
    <p className="problem" role="status">
      <Glyph state="refused" /> {message}
    </p>
  );
}

function outcome({ looking, lastLookMs, problem, release }: UpdatesView): string {
  if (looking) return 'Looking …';
  if (lastLookMs === null) return problem === null ? 'Not looked yet' : 'No answer yet';
  const found = release === null ? 'This is the newest version' : `Vigil ${release.version} is out`;
  return `${found}, as of ${momentText(lastLookMs, Date.now())} UTC`;
}
