"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/**
 * The plots, loaded after the page, in the browser alone: the library is larger than most pages, and it sets styles that
 * the content security policy does not let the server's HTML carry.
 */
const loading = () => <Skeleton className="h-full" />;

export const LazyStackedPlot = dynamic(() => import("./stacked-plot"), { ssr: false, loading });
export const LazyLinePlot = dynamic(() => import("./line-plot"), { ssr: false, loading });
