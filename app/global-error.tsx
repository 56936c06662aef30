"use client";

/** The last resort: even the frame failed. It stands without translations, styles and scripts of ours. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <h1>Sillage could not draw this page</h1>
        <p>The server log has the details{error.digest ? ` under ${error.digest}` : ""}.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
