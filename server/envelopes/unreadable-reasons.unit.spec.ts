import { describe, expect, it } from "vitest";
import { parseUnreadable } from "./unreadable-reasons";

describe("a stored reason", () => {
  it.each([
    ["body is not JSON", "not_json", null],
    ["no event type", "no_event_type", null],
    ["body could not be decoded: content-encoding snappy", "not_decodable", "snappy"],
    ["body could not be decoded: too many content-encodings", "not_decodable", "too many content-encodings"],
    ["body too large to read: 20000000 bytes", "too_large", "20000000"],
    ["body too large to read: more than 16777216 bytes when decoded", "too_large", "16777216"],
    ["too deeply nested: more than 64 levels", "too_deep", "64"],
    ["reader failed: x: y", "reader_failed", "x: y"],
    ["constructor", "other", "constructor"],
    ["something of a later version", "other", "something of a later version"],
  ])("%j is a code and what it is about", (stored, code, detail) => {
    expect(parseUnreadable(stored)).toEqual({ code, detail });
  });
});
