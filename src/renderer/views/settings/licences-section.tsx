/** What Vigil is made of, and under which licences: a line each, that opens to the licence's own text. */
import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Licence } from '../../../preload/contract/requests.ts';
import { bridge } from '../../bridge.ts';
import { toast } from '../../store/toasts.ts';
import { Icon } from '../../ui/icon.tsx';
import { Section, Setting } from './parts.tsx';

export function LicencesSection() {
  const [licences, setLicences] = useState<readonly Licence[]>([]);
  useEffect(() => {
    void bridge.request('app.licences', {}).then((result) => {
      if (result.ok) setLicences(result.value);
      else toast('The licences can’t be shown', result.error.message);
    });
  }, []);
  return (
    <Section title="Made with">
      <ul className="licences">
        {licences.map(({ name, version, licence, text }) => (
          <li key={name}>
            <details>
              <summary>
                <span className="grow">
                  {name} <span className="dim num">{version}</span>
                </span>
                <span className="mid">{licence}</span>
              </summary>
              <pre>{text}</pre>
            </details>
          </li>
        ))}
      </ul>
      <Setting
        label="Chromium"
        hint="Part of Electron. Its notices are one long page, opened in your browser."
      >
        <button type="button" className="btn sm" onClick={openNotices}>
          <Icon of={ExternalLink} />
          Open
        </button>
      </Setting>
    </Section>
  );
}

async function openNotices(): Promise<void> {
  const result = await bridge.request('app.open-notices', {});
  if (!result.ok) toast('The notices were not opened', result.error.message);
}
