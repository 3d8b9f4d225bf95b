/** A newer version: what is new in it, and the way to it. Vigil fetches and installs nothing itself. */
import { CircleArrowUp, Copy, ExternalLink } from 'lucide-react';
import type { NewRelease, ReleaseFile } from '../../../preload/contract/updates.ts';
import { momentText } from '../../format/moment.ts';
import { openReleasePage, skipRelease, useUpdates } from '../../store/updates.ts';
import { copy } from '../../tables/grid-text.ts';
import { Icon } from '../../ui/icon.tsx';

export function NewVersion() {
  const view = useUpdates();
  if (view === null || view.release === null) return null;
  return view.skipped ? <Skipped of={view.release} /> : <Told of={view.release} />;
}

function Told({ of: release }: { readonly of: NewRelease }) {
  return (
    <section className="new-version" aria-label="New version">
      <h2>
        <Icon of={CircleArrowUp} />
        Vigil {release.version} is out ({momentText(release.publishedMs, Date.now()).slice(0, -6)})
      </h2>
      <ul>
        {release.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {release.file !== null && <HowTo of={release.file} />}
      <div className="row">
        <button type="button" className="btn primary" onClick={openReleasePage}>
          <Icon of={ExternalLink} />
          Open the page
        </button>
        <button type="button" className="btn" onClick={() => skipRelease(true)}>
          Skip this version
        </button>
        <span className="dim">The page is at {release.pageHost}, and opens in your browser.</span>
      </div>
    </section>
  );
}

function HowTo({ of: { name, bytes, minimumSystem, commands } }: { readonly of: ReleaseFile }) {
  return (
    <>
      <p>
        Your file is <b>{name}</b> ({megabytes(bytes)}), for {minimumSystem}. Where you saved it, check it and
        install it:
      </p>
      {commands.map((command) => (
        <div key={command} className="command">
          <code>
            {words(command).map((word) => (
              <span key={word}>{word}</span>
            ))}
          </code>
          <button
            type="button"
            className="btn ghost ico sm"
            aria-label={`Copy ${command}`}
            title="Copy"
            onClick={() => copy(command, 'Command copied')}
          >
            <Icon of={Copy} />
          </button>
        </div>
      ))}
    </>
  );
}

function Skipped({ of: { version } }: { readonly of: NewRelease }) {
  return (
    <div className="row">
      <span className="mid">Vigil {version} is out, and skipped.</span>
      <button type="button" className="btn sm" onClick={() => skipRelease(false)}>
        Show it again
      </button>
    </div>
  );
}

/** With the spaces behind them. A line breaks between them only, and not behind the hyphen of an option. */
function words(command: string): readonly string[] {
  return command.match(/\S+\s*/g) ?? [];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
