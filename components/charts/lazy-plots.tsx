"use client";

import dynamic from "next/dynamic";
import { memo } from "react";
import { Skeleton } from "@/components/ui/skeleton";

/**
 * The plots, loaded after the page, in the browser alone: the library is larger than most pages, and it sets styles that
 * the content security policy does not let the server's HTML carry.
 */
const loading = () => <Skeleton className="h-full" />;

/** Drawn again only for other data: a plot takes longer than all the rest of a page. */
export const LazyStackedPlot = memo(dynamic(() => import("./stacked-plot"), { ssr: false, loading }));
export const LazyLinePlot = memo(dynamic(() => import("./line-plot"), { ssr: false, loading }));
