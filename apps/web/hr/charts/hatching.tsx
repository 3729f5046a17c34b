/** Stripes for what is hidden: told apart from any number without colour. */
export function Hatching({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"
      >
        <rect className="hatch-ground" width="8" height="8" />
        <rect className="hatch-stripe" width="3" height="8" />
      </pattern>
    </defs>
  );
}
