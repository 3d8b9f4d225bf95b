/** The hatches that strips and charts fill with; the window holds them once, at its root. */
export function HatchPatterns() {
  return (
    <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden="true">
      <defs>
        <pattern
          id="p-hatch"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="pt-h" width="1.5" height="4" />
        </pattern>
        <pattern
          id="p-hatch-alert"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect className="pt-a" width="1.6" height="4" />
        </pattern>
        <pattern
          id="p-hatch-needs"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect className="pt-n" width="1.4" height="5" />
        </pattern>
      </defs>
    </svg>
  );
}
