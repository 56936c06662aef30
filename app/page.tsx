import { redirect } from "next/navigation";

/** Until the overview exists, the events are the first page. */
export default function Page(): never {
  redirect("/events");
}
