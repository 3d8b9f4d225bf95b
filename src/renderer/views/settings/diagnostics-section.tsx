/** The log, and a text to hand on when something is wrong: shown whole before it is copied. */
import { Copy, RefreshCw } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { bridge } from '../../bridge.ts';
import { useAppInfo } from '../../store/app.ts';
import { changeSettings, useSettings } from '../../store/settings.ts';
import { copy } from '../../tables/grid-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { Choice, Page, Section, Setting } from './parts.tsx';

const levels = { error: 'Errors', warning: 'Warnings', info: 'Usual', debug: 'Everything' } as const;

export function DiagnosticsSection() {
  const info = useAppInfo();
  const level = useSettings((settings) => settings.logLevel);
  const [text, setText] = useState('');
  const gather = useCallback(async () => {
    const result = await bridge.request('app.diagnostics', {});
    setText(result.ok ? result.value.text : result.error.message);
  }, []);
  useEffect(() => {
    gather();
  }, [gather]);

  const logFolder = info === null ? '' : `${info.dataFolder}${info.platform === 'win32' ? '\\' : '/'}logs`;
  return (
    <Page title="Diagnostics">
      <Section title="Log">
        <Setting
          label="What is written to the log"
          hint="Usual: starts, states of feeds, incidents, errors. LOG_LEVEL of the environment goes before it."
        >
          <Choice
            label="What is written to the log"
            value={level}
            of={levels}
            onChange={(next) => changeSettings({ logLevel: next })}
          />
        </Setting>
        <Setting label="Where it is" hint={`${logFolder} (four files of at most 1 MB)`}>
          <button type="button" className="btn sm" onClick={() => copy(logFolder, 'Folder copied')}>
            <Icon of={Copy} />
            Copy
          </button>
        </Setting>
      </Section>
      <Section title="For a report">
        <Setting
          label="Diagnostics"
          hint="No keys, balances or account labels; it names the hosts and markets you watch. Read it before you hand it on."
        >
          <span className="tools">
            <button type="button" className="btn sm" onClick={gather}>
              <Icon of={RefreshCw} />
              Gather again
            </button>
            <button
              type="button"
              className="btn sm primary"
              disabled={text === ''}
              onClick={() => copy(text, 'Diagnostics copied')}
            >
              <Icon of={Copy} />
              Copy diagnostics
            </button>
          </span>
        </Setting>
        <textarea className="report" readOnly spellCheck={false} aria-label="Diagnostics" value={text} />
      </Section>
    </Page>
  );
}
