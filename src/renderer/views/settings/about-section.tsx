/** Which Vigil this is, and where it keeps what it keeps. */
import { Copy } from 'lucide-react';
import { useAppInfo } from '../../store/app.ts';
import { copy } from '../../tables/grid-text.ts';
import { Mark } from '../../ui/glyph.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LicencesSection } from './licences-section.tsx';
import { NewVersion } from './new-version.tsx';
import { Page, Section, Setting } from './parts.tsx';
import { UpdatesSection } from './updates-section.tsx';

export function AboutSection() {
  const info = useAppInfo();
  if (info === null) return <Page title="About">{null}</Page>;
  return (
    <Page title="About">
      <div className="about-mark">
        <Mark />
        <div>
          <b>Vigil {info.version}</b>
          <p className="mid">A read-only monitor: no part of it can place, change or cancel an order.</p>
        </div>
      </div>
      <NewVersion />
      <UpdatesSection />
      <Section title="Program">
        <Setting
          label="Runtime"
          {...(info.testRuntime ? { hint: 'Test-only: practice and tests, no real keys.' } : {})}
        >
          <span className="mid">
            Electron {info.electron}, {info.platform}
          </span>
        </Setting>
        <Setting label="Settings and data" hint={info.dataFolder}>
          <button type="button" className="btn sm" onClick={() => copy(info.dataFolder, 'Folder copied')}>
            <Icon of={Copy} />
            Copy
          </button>
        </Setting>
      </Section>
      <LicencesSection />
    </Page>
  );
}
