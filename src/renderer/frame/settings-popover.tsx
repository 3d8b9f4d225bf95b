/** What can be set so far: the look, the currency of totals, keys and flashes, the practice venue. */
import type { ReactNode } from 'react';
import type { Settings } from '../../preload/contract/settings.ts';
import { useAppInfo } from '../store/app.ts';
import { changeSettings, useSettings } from '../store/settings.ts';
import { type Anchor, Float } from '../ui/menu.tsx';

export function SettingsPopover({
  anchor,
  onClose,
}: {
  readonly anchor: Anchor;
  readonly onClose: () => void;
}) {
  const settings = useSettings((all) => all);
  const info = useAppInfo();
  return (
    <Float anchor={beside(anchor)} label="Settings" width={336} onClose={onClose}>
      <div className="mt">Settings</div>
      <div className="settings">
        <Row label="Theme">
          <Choice
            setting="theme"
            value={settings.theme}
            of={{ dark: 'Dark', light: 'Light', system: 'System' }}
          />
        </Row>
        <Row label="Row height">
          <Choice
            setting="density"
            value={settings.density}
            of={{ auto: 'Automatic', compact: 'Compact', comfortable: 'Tall' }}
          />
        </Row>
        <Row label="Totals in">
          <Choice setting="currency" value={settings.currency} of={{ USD: 'USD', EUR: 'EUR', BTC: 'BTC' }} />
        </Row>
        <Row label="Flash changed numbers">
          <Switch setting="flash" on={settings.flash} label="Flash changed numbers" />
        </Row>
        <Row label="Single-letter keys">
          <Switch setting="singleKeys" on={settings.singleKeys} label="Single-letter keys" />
        </Row>
        <Row label="Practice venue">
          <Switch setting="practice" on={settings.practice} label="Practice venue" />
        </Row>
      </div>
      {info !== null && (
        <>
          <div className="hr" />
          <p className="about">
            Vigil {info.version}, Electron {info.electron}
            <br />
            Settings and data: <span className="path">{info.dataFolder}</span>
          </p>
        </>
      )}
    </Float>
  );
}

function beside({ right, top, bottom }: Anchor): Anchor {
  return { left: right + 4, right: right + 4, top, bottom };
}

function Row(props: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="setting">
      <span className="grow">{props.label}</span>
      {props.children}
    </div>
  );
}

interface ChoiceProps<K extends keyof Settings> {
  readonly setting: K;
  readonly value: Settings[K] & string;
  readonly of: Readonly<Record<Settings[K] & string, string>>;
}

function Choice<K extends 'theme' | 'density' | 'currency'>({ setting, value, of }: ChoiceProps<K>) {
  return (
    <fieldset className="seg" aria-label={setting}>
      {Object.entries<string>(of).map(([choice, label]) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === value}
          onClick={() => changeSettings({ [setting]: choice })}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}

interface SwitchProps {
  readonly setting: 'flash' | 'singleKeys' | 'practice';
  readonly on: boolean;
  readonly label: string;
}

function Switch({ setting, on, label }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      className={on ? 'sw on' : 'sw'}
      onClick={() => changeSettings({ [setting]: !on })}
    />
  );
}
