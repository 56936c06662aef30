/** Header of a dead letter that one of our own services has published itself: the name of the service that gave it up. */
export const GIVEN_UP_BY = "x-sillage-service";
