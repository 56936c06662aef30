/**
 * Why a body is not shown at all to somebody who sees it masked: what is not understood cannot be masked value by value.
 * `text`: neither JSON nor a form; `binary`: no text; `too_large`: more than is read to be shown.
 */
export const WITHHELD_REASONS = ["text", "binary", "too_large"] as const;
export type WithheldReason = (typeof WITHHELD_REASONS)[number];
