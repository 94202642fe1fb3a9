const words = (text: string): string[] => text.trim().split(/\s+/);

/** Streets of an invented town: a front and a back part. */
export const STREET_FRONTS =
  words(`Abbey Acorn Alder Almond Apple Ash Aspen Beacon Beech Bell Birch Bishop Blackthorn Bramble Bridge Brook
  Canal Castle Cedar Chapel Cherry Chestnut Church Clover Coopers Copper Cotton Crown Cygnet Dairy Dove Drovers Eastgate Elder Elm Falcon
  Fern Ferry Finch Forge Foundry Fountain Foxglove Fullers Gorse Granary Grange Harbour Hawthorn Hazel Heath Heron Hill Holly Honeysuckle
  Ivy Jasmine Juniper Kestrel Kiln King Lark Laurel Lavender Lime Linden Loom Magnolia Maple Market Meadow Mill Mulberry Northgate Oak
  Orchard Otter Park Pear Pine Plover Poplar Primrose Quarry Raven Reed Ridge River Robin Ropewalk Rosemary Rowan Saddlers Sandpiper School
  Shepherd Silver Skylark Spinners Spring Spruce Station Stone Swallow Swan Sycamore Tanner Thistle Tollgate Tower Victoria Vine Walnut
  Water Weavers Wellington Westgate Wharf Willow Windmill Wren Yew`);

export const STREET_BACKS = ['Street', 'Road', 'Lane', 'Avenue', 'Close', 'Drive', 'Way', 'Court', 'Gardens', 'Crescent', 'Terrace', 'Place', 'Rise', 'Walk', 'Mews']; // prettier-ignore

/** Letters that end a postcode (C, I, K, M, O and V are never used there). */
export const POSTCODE_LETTERS = [...'ABDEFGHJLNPQRSTUWXYZ'];
