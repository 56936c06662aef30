/** The name with its sign: a wake of three waves. `word: false` leaves the sign alone. */
export function Brand({ word = true }: { word?: boolean }) {
  return (
    <span className="flex items-center gap-2 text-base font-semibold tracking-tight">
      <svg
        viewBox="0 0 24 24"
        aria-hidden="true"
        className="size-5 fill-none stroke-accent stroke-2 [stroke-linecap:round]"
      >
        <path d="M12 3c4 6 6 11 9 18M12 3c-4 6-6 11-9 18" />
        <path d="M12 10c2 4 2.6 7 4 11M12 10c-2 4-2.6 7-4 11" className="opacity-60" />
      </svg>
      {word && "Sillage"}
    </span>
  );
}
