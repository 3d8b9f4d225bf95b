/** What can be set, by subject. */
import { Activity, Bell, Info, Keyboard, type LucideIcon, Palette, SlidersHorizontal } from 'lucide-react';
import { type ComponentType, useEffect } from 'react';
import { usePlace } from '../../store/navigation.ts';
import { createValue, useValue } from '../../store/value.ts';
import { Icon } from '../../ui/icon.tsx';
import { NewVersionDot } from '../../ui/new-version-dot.tsx';
import { AboutSection } from './about-section.tsx';
import { AlertsSection } from './alerts-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DiagnosticsSection } from './diagnostics-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { KeyboardSection } from './keyboard-section.tsx';
import './settings.css';

interface Section {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly component: ComponentType;
}

const sections: readonly Section[] = [
  { id: 'general', label: 'General', icon: SlidersHorizontal, component: GeneralSection },
  { id: 'appearance', label: 'Appearance', icon: Palette, component: AppearanceSection },
  { id: 'alerts', label: 'Alerts', icon: Bell, component: AlertsSection },
  { id: 'keyboard', label: 'Keyboard', icon: Keyboard, component: KeyboardSection },
  { id: 'diagnostics', label: 'Diagnostics', icon: Activity, component: DiagnosticsSection },
  { id: 'about', label: 'About', icon: Info, component: AboutSection },
];

/** Kept while other views are open. */
const open = createValue('general');

export function SettingsView() {
  const { target } = usePlace();
  const current = useValue(open);
  useEffect(() => {
    if (target?.section !== undefined) open.set(target.section);
  }, [target]);
  const section = sections.find(({ id }) => id === current) ?? sections[0];
  if (section === undefined) return null;
  const Shown = section.component;
  return (
    <div className="split">
      <nav className="col sn" aria-label="Settings">
        {sections.map(({ id, label, icon }) => (
          <button
            key={id}
            type="button"
            aria-current={id === section.id ? 'page' : undefined}
            onClick={() => open.set(id)}
          >
            <Icon of={icon} />
            {label}
            {id === 'about' && <NewVersionDot />}
          </button>
        ))}
        <span className="grow" />
        <p className="dim">Settings are kept in one file without secrets.</p>
      </nav>
      <Shown />
    </div>
  );
}
