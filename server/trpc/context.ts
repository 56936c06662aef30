import { type WebServices, webServices } from "@/server/web-services";

/** What every procedure gets. Made of headers alone, so that HTTP and server components share it. */
export interface Context {
  headers: Headers;
  services: WebServices;
}

/** Makes the context of one request. */
export function createContext(headers: Headers, services: WebServices = webServices()): Context {
  return { headers, services };
}
