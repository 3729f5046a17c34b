/*
 * Words for handles: 128 of each, kind or neutral, none that says anything of health, size, age,
 * sex or origin. The order is part of the format: a changed list renames everybody.
 */

/** First word of a handle. */
export const ADJECTIVES = (
  'Amber Ample Apt Autumn Azure Birch Bold Breezy Bright Brisk Bronze Calm Candid Cedar Cheery '
    + 'Chestnut Civil Clear Clever Cobalt Copper Coral Cosmic Cotton Crimson Crisp Dapper Dawn Deft '
    + 'Dewy Eager Early Earnest Elm Emerald Even Evening Fabled Fair Famous Fern Festive Fleet '
    + 'Floral Fond Frank Fresh Frosty Gallant Genial Gentle Gilded Glad Gleaming Golden Grand Green '
    + 'Handy Happy Hardy Hazel Hearty Honest Indigo Island Jade Jaunty Jolly Jovial Keen Kind Lemon '
    + 'Level Lilac Lively Lofty Loyal Lucid Lucky Lunar Maple Marble Mellow Mild Mint Misty Modest '
    + 'Morning Mossy Neat Nimble Noble Novel Oaken Olive Opal Patient Pearl Placid Polite Prime '
    + 'Quick Quiet Rapid Ready Regal River Robust Rosy Royal Ruby Rustic Sage Sandy Scarlet Serene '
    + 'Silver Smooth Solar Spry Stellar Sunny Swift Tidal Tranquil Velvet Vivid Witty'
).split(' ');

/** Second word of a handle. */
export const ANIMALS = (
  'Albatross Alpaca Antelope Avocet Badger Barbet Beaver Bison Bittern Bluebird Bobcat Bunting '
    + 'Buzzard Camel Canary Caribou Cheetah Chickadee Cicada Condor Cormorant Corncrake Coyote '
    + 'Crane Cricket Curassow Curlew Dingo Dipper Dolphin Dotterel Dove Dragonfly Duck Dunlin Eagle '
    + 'Egret Eider Elk Ermine Falcon Ferret Finch Firefly Flamingo Flicker Fox Gannet Gazelle Gecko '
    + 'Gibbon Giraffe Goldfinch Goose Goshawk Grebe Grouse Gull Hare Harrier Hawk Hedgehog Heron '
    + 'Hoopoe Hornbill Ibex Ibis Iguana Impala Jackdaw Jaguar Jay Kestrel Kingfisher Kite Kiwi '
    + 'Koala Lapwing Lark Lemur Leopard Linnet Llama Lynx Magpie Manatee Mantis Marlin Marmot '
    + 'Marten Martin Merlin Mink Moose Narwhal Newt Nightjar Nuthatch Ocelot Oriole Osprey Otter '
    + 'Owl Panda Pangolin Partridge Pelican Penguin Petrel Pheasant Pipit Plover Puffin Puma Quail '
    + 'Rabbit Raven Redstart Robin Salmon Sandpiper Seal Shearwater Siskin Skylark Sparrow Starling '
    + 'Swallow'
).split(' ');

/** Colours of handles: each has a contrast of at least 4.5 to 1 with white (WCAG 2.2, 1.4.3). */
export const COLOURS = [
  '#8a1c4a', '#7a3e00', '#5a5200', '#2f5d1e', '#00614a', '#005f73',
  '#0b4f8a', '#3b3f9e', '#5b2c91', '#7d2181', '#6b4226', '#45505c',
] as const;
