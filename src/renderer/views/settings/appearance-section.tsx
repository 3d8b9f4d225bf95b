/** How it looks: theme, row height, the inks of long and short, flashes. */
import type { Settings } from '../../../preload/contract/settings.ts';
import { changeSettings, useSettings } from '../../store/settings.ts';
import { SideMark } from '../../ui/side.tsx';
import { Choice, Page, Section, Setting, Switch } from './parts.tsx';

const themes: Readonly<Record<Settings['theme'], string>> = {
  dark: 'Dark',
  light: 'Light',
  system: 'System',
};
const heights: Readonly<Record<Settings['density'], string>> = {
  auto: 'Automatic',
  compact: 'Compact',
  comfortable: 'Comfortable',
};

export function AppearanceSection() {
  const { theme, density, flash, swapSides } = useSettings((settings) => settings);
  return (
    <Page title="Appearance">
      <Section title="Window">
        <Setting label="Theme" hint="System follows the desktop.">
          <Choice
            label="Theme"
            value={theme}
            of={themes}
            onChange={(next) => changeSettings({ theme: next })}
          />
        </Setting>
        <Setting label="Row height" hint="Automatic: compact, and comfortable from a width of 1,600 pixels.">
          <Choice
            label="Row height"
            value={density}
            of={heights}
            onChange={(next) => changeSettings({ density: next })}
          />
        </Setting>
      </Section>
      <Section title="Colours">
        <Setting
          label="Red is long, teal is short"
          hint="As in East Asia. Arrows, words and signs stay as they are."
        >
          <span className="sample">
            <SideMark side="long" />
            <SideMark side="short" />
          </span>
          <Switch
            label="Red is long, teal is short"
            on={swapSides}
            onChange={(on) => changeSettings({ swapSides: on })}
          />
        </Setting>
      </Section>
      <Section title="Motion">
        <Setting
          label="Flash changed numbers"
          hint="Mark, last price, size and filled, at most once a second. Off where the desktop asks for less motion."
        >
          <Switch label="Flash changed numbers" on={flash} onChange={(on) => changeSettings({ flash: on })} />
        </Setting>
      </Section>
    </Page>
  );
}
