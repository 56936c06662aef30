import {
  BellRing,
  BookUser,
  EyeOff,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  ListTree,
  type LucideIcon,
  Mails,
  MessagesSquare,
  Radio,
  Route,
  ScrollText,
  Shapes,
  ShieldX,
  Skull,
  UsersRound,
  Waypoints,
  Workflow,
} from "lucide-react";
import type { Range } from "@/components/range/time-range";
import type { PageAddress } from "@/server/access/permissions";

/** A page as the rail shows it. Its name is `frame.page.<id>` in the messages. */
export interface PageLink {
  id: string;
  href: PageAddress;
  icon: LucideIcon;
  /** Whether the time range in the top bar concerns it. */
  range?: boolean;
  /** The range that it is opened with where none was chosen, if an hour is too short for what it shows. */
  opensWith?: Range;
  /** Whether it can follow new messages as they come. */
  live?: boolean;
  /** It follows them unless told not to. */
  liveByDefault?: boolean;
  /** Addresses below it that have the same range and the same live switch. */
  tabs?: readonly PageAddress[];
  /** It is there only where complaints are switched on. */
  complaints?: boolean;
}

/** The rail, in groups (`frame.group.<id>`). A group without pages is not drawn. */
export const GROUPS: readonly {
  id: "serve" | "watch" | "explore" | "repair" | "govern";
  pages: readonly PageLink[];
}[] = [
  {
    id: "watch",
    pages: [
      { id: "overview", href: "/", icon: LayoutDashboard, range: true },
      { id: "live", href: "/live", icon: Radio, live: true, liveByDefault: true },
      { id: "topology", href: "/topology", icon: Waypoints },
    ],
  },
  {
    id: "serve",
    pages: [
      { id: "complaints", href: "/complaints", icon: MessagesSquare, complaints: true },
      { id: "mails", href: "/mails", icon: Mails, complaints: true },
    ],
  },
  {
    id: "explore",
    pages: [
      { id: "events", href: "/events", icon: ListTree, range: true, live: true },
      {
        id: "sagas",
        href: "/sagas",
        // What got stuck yesterday is what one comes for.
        opensWith: "24h",
        icon: Workflow,
        range: true,
        live: true,
        liveByDefault: true,
        tabs: ["/sagas/requests"],
      },
      { id: "flows", href: "/flows", icon: Route, range: true, opensWith: "24h" },
      { id: "diagrams", href: "/diagrams", icon: Shapes, range: true },
    ],
  },
  {
    id: "repair",
    pages: [
      { id: "deadLetters", href: "/dead-letters", icon: Skull },
      { id: "quarantine", href: "/quarantine", icon: ShieldX },
    ],
  },
  {
    id: "govern",
    pages: [
      { id: "audit", href: "/audit", icon: ScrollText, range: true },
      { id: "customers", href: "/settings/customers", icon: BookUser, complaints: true },
      { id: "notifications", href: "/settings/notifications", icon: BellRing, complaints: true },
      { id: "masking", href: "/settings/masking", icon: EyeOff },
      { id: "sagaSettings", href: "/settings/sagas", icon: ListChecks },
      { id: "users", href: "/settings/users", icon: UsersRound },
      { id: "tokens", href: "/settings/tokens", icon: KeyRound },
    ],
  },
];
