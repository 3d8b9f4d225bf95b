/** Says that a newer version is out, as quietly as a dot. */
import { useNewRelease } from '../store/updates.ts';

export function NewVersionDot() {
  const release = useNewRelease();
  if (release === null) return null;
  const words = `Vigil ${release.version} is out`;
  return <span className="new-dot" role="img" aria-label={words} title={words} />;
}
