/** An icon as lucide gives it: child elements of a 24 × 24 svg with their attributes. */
export type IconNode = readonly (readonly [tag: string, attributes: Record<string, string | number | undefined>])[];
