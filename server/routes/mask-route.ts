import type { Judge } from "@/server/masking/judge";
import { MASK } from "@/server/masking/mask-tokens";
import { maskRoutingKey } from "@/server/masking/masker";
import type { RouteOutput } from "./route-schemas";

/**
 * A route as somebody may see it who sees its message masked. The bindings that took it say what stood in its key and
 * headers, so they are masked by the same rules.
 * @param judge null: everything may be seen
 */
export function maskRoute(route: RouteOutput, judge: Judge | null): RouteOutput {
  if (!judge) return route;
  return {
    ...route,
    routingKeys: route.routingKeys.map((key) => maskRoutingKey(key, judge)),
    hops: route.hops.map((hop) => ({
      ...hop,
      bindings: hop.bindings.map((binding) => ({
        ...binding,
        routingKey: maskRoutingKey(binding.routingKey, judge),
        arguments: Object.fromEntries(
          Object.entries(binding.arguments).map(([name, value]) => [
            name,
            isShown(name, judge) ? value : MASK,
          ]),
        ),
      })),
    })),
  };
}

function isShown(name: string, judge: Judge): boolean {
  const { own, byDefault, bare } = judge.field(name);
  return own ? own.rule.effect === "show" : !byDefault && !bare;
}
