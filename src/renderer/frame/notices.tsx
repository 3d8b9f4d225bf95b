/** What the window must say about itself: the test-only runtime, and trouble at the start. */
import { FlaskConical, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import { useAppInfo } from '../store/app.ts';
import { Icon } from '../ui/icon.tsx';

export function Notices() {
  const info = useAppInfo();
  const [closed, setClosed] = useState<readonly string[]>([]);
  if (info === null) return null;
  const notice = info.notices.find((text) => !closed.includes(text));
  return (
    <>
      {info.testRuntime && (
        <div className="banner runtime" role="note">
          <Icon of={FlaskConical} />
          <div className="bt">
            This window runs on the test-only runtime: practice and tests only, no real keys.
          </div>
        </div>
      )}
      {notice !== undefined && (
        <div className="banner late" role="alert">
          <Icon of={TriangleAlert} />
          <div className="bt">{notice}</div>
          <button
            type="button"
            className="btn ghost ico sm"
            aria-label="Close this notice"
            title="Close this notice"
            onClick={() => setClosed([...closed, notice])}
          >
            <Icon of={X} />
          </button>
        </div>
      )}
    </>
  );
}
