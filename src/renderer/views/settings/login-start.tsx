/** Whether Vigil starts when the user logs in; asked from the system each time it is looked at. */
import { useEffect, useState } from 'react';
import type { LoginStart, LoginStartView } from '../../../preload/contract/login-start.ts';
import { bridge } from '../../bridge.ts';
import { toast } from '../../store/toasts.ts';
import { Choice, Setting } from './parts.tsx';

const words: Readonly<Record<LoginStart, string>> = {
  off: 'Off',
  window: 'With its window',
  minimised: 'Minimised',
};

export function LoginStartSetting() {
  const [view, setView] = useState<LoginStartView | null>(null);
  useEffect(() => {
    let isGone = false;
    bridge.request('login.state', {}).then((result) => {
      if (isGone) return;
      setView(result.ok ? result.value : { possible: false, why: result.error.message });
    });
    return () => {
      isGone = true;
    };
  }, []);

  async function change(start: LoginStart): Promise<void> {
    const result = await bridge.request('login.change', { start });
    if (result.ok) setView(result.value);
    else toast('Start at login could not be changed', result.error.message);
  }

  if (view === null) return null;
  if (!view.possible) {
    return (
      <Setting label="Start at login" hint={view.why}>
        <span className="mid">Off</span>
      </Setting>
    );
  }
  const choices = Object.fromEntries(view.choices.map((choice) => [choice, words[choice]]));
  return (
    <Setting label="Start at login" hint="Minimised: in the tray where the desktop has one.">
      <Choice<LoginStart>
        label="Start at login"
        value={view.now}
        of={choices as Readonly<Record<LoginStart, string>>}
        onChange={change}
      />
    </Setting>
  );
}
