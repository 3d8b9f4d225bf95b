/** Every key, and whether single letters do something. */
import { KeyList } from '../../frame/key-list.tsx';
import { changeSettings, useSettings } from '../../store/settings.ts';
import { Page, Section, Setting, Switch } from './parts.tsx';

export function KeyboardSection() {
  const singleKeys = useSettings((settings) => settings.singleKeys);
  return (
    <Page title="Keyboard">
      <Section title="Single letters">
        <Setting
          label="Single-letter keys"
          hint="S sorts, C chooses columns, A acknowledges, and so on. Off: only keys with Ctrl, arrows, Enter and Esc."
        >
          <Switch
            label="Single-letter keys"
            on={singleKeys}
            onChange={(on) => changeSettings({ singleKeys: on })}
          />
        </Setting>
      </Section>
      <Section title="Keys">
        <KeyList />
      </Section>
    </Page>
  );
}
