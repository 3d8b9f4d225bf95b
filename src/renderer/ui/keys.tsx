/** Key caps. */

const isMac = navigator.userAgent.includes('Mac OS');

/** `Ctrl K` becomes two caps; on macOS Ctrl reads ⌘. */
export function Keys({ of }: { readonly of: string }) {
  return (
    <span className="keycaps">
      {of.split(' ').map((key) => (
        <kbd key={key}>{key === 'Ctrl' && isMac ? '⌘' : key}</kbd>
      ))}
    </span>
  );
}
