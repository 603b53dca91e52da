import { layoutParticipation } from '../../src-shared/certificate/layout.ts';
import type { Participation, Scheme } from '../../src-shared/certificate/participation.ts';
import type { PaperPage } from '../../src-shared/paper.ts';
import {
  faultCode,
  type IdentityDocument,
  type ItemSummary,
  type Screen,
  type ScreenOf,
  type StaffDevice,
  type View,
} from '../../src-shared/view.ts';

import type { Messages } from '../i18n/zh.ts';
import type { Typed } from '../store.ts';

/** A view of every screen in every state, for stories, screenshots and tests. Invented people only, masked. */

/** 2026-11-22 09:41:07 in China. */
export const storyNow = Date.UTC(2026, 10, 22, 1, 41, 7);

/** A sheet with lines on a table, drawn: nobody's paper. */
const paperPicture =
  'iVBORw0KGgoAAAANSUhEUgAAASwAAAGkCAYAAACLnhjAAAAABHNCSVQICAgIfAhkiAAAAAFzUkdCAK7OHOkAAAZKSURBVHic7d0xahxREEXRsdFeHDmbzNu3somsxFqNnSr5YHDD6D7OWUDT0aWgoP6X379+/rkBBHx99g8A/CvBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIeLn6g9++/7j6k0DU+9vrpd8zYQEZggVkCBaQIVhAhmABGYIFZAgWkCFYQIZgARmCBWQIFpAhWECGYAEZggVkCBaQIVhAhmABGYIFZAgWkCFYQIZgARmCBWQIFpBx+buE/J/7/f7sX+CDx+Px7F/gAxMWkCFYQIZgARmCBWQIFpAhWECGYAEZggVkCBaQIVhAhmABGYIFZAgWkOFawyfjOgCcmbCADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsICMmVdz7vf7s38BPq2V15hMWECGYAEZggVkCBaQIVhAxsyWcGULApyZsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CAjJmLo94lhLOVi7wmLCBDsIAMwQIyBAvIECwgY2ZLuLIFAc5MWECGYAEZggVkCBaQIVhAhmABGYIFZAgWkCFYQIZgARmCBWQIFpAhWECGYAEZggVkCBaQIVhAxszFUe8SwtnKRV4TFpAhWECGYAEZggVkCBaQMbMlXNmCAGcmLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgY+biqHcJt7koy82EBZQIFpAhWECGYAEZggVkzGwJbZFgnwkLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8iYuTjqXUI4W7nIa8ICMgQLyBAsIEOwgAzBAjJmtoQrWxDgzIQFZAgWkCFYQIZgARmCBWQIFpAhWECGYAEZggVkCBaQIVhAhmABGYIFZAgWkCFYQIZgARmCBWTMXBz1LiGcrVzkNWEBGYIFZAgWkCFYQIZgARkzW8KVLQhwZsICMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjJmLo56lxDOVi7ymrCADMECMgQLyBAsIEOwgIyZLeHKFgQ4M2EBGYIFZAgWkCFYQIZgARmCBWQIFpAhWECGYAEZggVkCBaQIVhAhmABGYIFZAgWkCFYQIZgARkzF0e9S7jNRVluJiygRLCADMECMgQLyBAsIGNmS2iLBPtMWECGYAEZggVkCBaQIVhAhmABGYIFZAgWkCFYQIZgARmCBWQIFpAhWECGYAEZggVkCBaQIVhAxszFUe8SwtnKRV4TFpAhWECGYAEZggVkCBaQMbMlXNmCAGcmLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgY+biqHcJ4WzlIq8JC8gQLCBDsIAMwQIyBAvImNkSrmxBgDMTFpAhWECGYAEZggVkCBaQIVhAhmABGYIFZAgWkCFYQIZgARmCBWQIFpAhWECGYAEZggVkCBaQMXNx1LuEcLZykdeEBWQIFpAhWECGYAEZggVkzGwJV7YgwJkJC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvImLk46l3CbS7KcjNhASWCBWQIFpAhWECGYAEZM1tCWyTYZ8ICMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMgQLyBAsIEOwgAzBAjIEC8gQLCBDsIAMwQIyBAvIECwgQ7CADMECMl6u/uD72+vVnwS43UxYQIlgARmCBWQIFpAhWECGYAEZggVkCBaQIVhAhmABGYIFZAgWkCFYQIZgARmCBWQIFpAhWECGYAEZggVk/AWyA1JylAZIEwAAAABJRU5ErkJggg==';

/** A page with lines, drawn: nobody's paper. */
const scannedPage =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAFUAPADASIAAhEBAxEB/8QAGwABAQEBAQEBAQAAAAAAAAAAAAYEBQcBAgP/xABAEAABAQUFCAECBAIIBwEAAAAAAgQFFlPSARWSo9EDBlRVZZOU4hESIRMiMWEUMiM2QXGBkbHBJTM0coKisnT/xAAYAQEBAQEBAAAAAAAAAAAAAAAAAgQBA//EACURAQACAgAFAwUAAAAAAAAAAAABAgMREhMhMUFRgbEEFCIyYf/aAAwDAQACEQMRAD8AuwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABx97f6ttf/h/9pPNQPYgeOgD2IHjoA9iB46APYgeOgD2IHjoA9iB46elbpf1bZP/AD/+1AdgAAAAAAAAAAAAAAAAAAAABje7Bebt2rH+J+F+J8fn+n6vj4tst/T/AAJqBOpZHsWIAjoE6lkewgTqWR7FiAI6BOpZHsIE6lkexYgCOgTqWR7CBOpZHsWIAjoE6lkewgTqWR7FiAI6BOpZHsIE6lkexYgCOgTqWR7FK6GC7HbsmP8AE/F/D+fz/T9Pz8222/p/ibAAAAAAAAAAAAAAAACOjvpuf6gWII6O+m5/qI76bn+oFiCOjvpuf6iO+m5/qBYgjo76bn+ojvpuf6gWII6O+m5/qI76bn+oFiCOjvpuf6iO+m5/qBYgjo76bn+ojvpuf6gWII6O+m5/qI76bn+oFiCOjvpuf6iO+m5/qBYgjo76bn+ojvpuf6gWII6O+m5/qI76bn+oFiCOjvpuf6iO+m5/qBYgjo76bn+pYgAAAAAAx3Q7eXsnZTobCCvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZTobCCvPeyW1+JZSXoAAAAAAAIKCXlPZMaqQL0EFBLynsmNVIgl5T2TGqkC9BBQS8p7JjVSIJeU9kxqpAvQQUEvKeyY1UiCXlPZMaqQL0EFBLynsmNVIgl5T2TGqkC9BBQS8p7JjVSIJeU9kxqpAvQQUEvKeyY1UiCXlPZMaqQL0EFBLynsmNVIgl5T2TGqkC9BBQS8p7JjVSIJeU9kxqpAvQQUEvKeyY1UiCXlPZMaqQL0EFBLynsmNVIgl5T2TGqkC9BBQS8p7JjVSIJeU9kxqpAvQQUEvKeyY1Ul6AAAAAADjxU5eNyl6HYJqCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpegipy8blL0MUEu2e1400iCXbPa8aaQNsVOXjcpeh2Cagl2z2vGmkpQAAAAAAR0d9Nz/UsTHdDt5eydlOgE1HfTc/1Ed9Nz/UpbodvL2Tsp0F0O3l7J2U6ATUd9Nz/UR303P9Sluh28vZOynQXQ7eXsnZToBNR303P9RHfTc/1KW6Hby9k7KdBdDt5eydlOgE1HfTc/1Ed9Nz/UpbodvL2Tsp0F0O3l7J2U6ATUd9Nz/UR303P9Sluh28vZOynQXQ7eXsnZToBNR303P9RHfTc/1KW6Hby9k7KdBdDt5eydlOgHGdG9l5vLZMf8F+F+J8/n/F+r4+LLbf0+P2KUzbF3MOw2tm02LGz7PaJ/RSNkmy2z/Gyw0gAAAAAAAAAAAAAAAAAAAIK897JbX4llJegCCvPeyW1+JZSLz3sltfiWUl6AIK897JbX4llIvPeyW1+JZSXoAgrz3sltfiWUi897JbX4llJegCCvPeyW1+JZSLz3sltfiWUl6AIK897JbX4llIvPeyW1+JZSXoAgrz3sltfiWUi897JbX4llJegCCvPeyW1+JZSLz3sltfiWUl6AIK897JbX4llIvPeyW1+JZSXoAgrz3sltfiWUi897JbX4llJegCCvPeyW1+JZSLz3sltfiWUl6AIK897JbX4llIvPeyW1+JZSXoAgrz3sltfiWUl6AAAAAAACCgl5T2TGqkvTjxU5eNyl6ATUEvKeyY1UiCXlPZMaqSlipy8blL0EVOXjcpegE1BLynsmNVIgl5T2TGqkpYqcvG5S9BFTl43KXoBNQS8p7JjVSIJeU9kxqpKWKnLxuUvQRU5eNyl6ATUEvKeyY1UiCXlPZMaqSlipy8blL0EVOXjcpegE1BLynsmNVIgl5T2TGqkpYqcvG5S9BFTl43KXoBNQS8p7JjVSIJeU9kxqpKWKnLxuUvQRU5eNyl6ATUEvKeyY1UiCXlPZMaqSlipy8blL0EVOXjcpegE1BLynsmNVIgl5T2TGqkpYqcvG5S9BFTl43KXoBNQS8p7JjVSIJeU9kxqpKWKnLxuUvQRU5eNyl6ATUEvKeyY1UiCXlPZMaqSlipy8blL0EVOXjcpegE1BLynsmNVIgl5T2TGqkpYqcvG5S9BFTl43KXoBNQS8p7JjVSXpx4qcvG5S9DsAAAAAAAmoJds9rxppKUjo76bn+oGyCXbPa8aaRBLtnteNNJjjvpuf6iO+m5/qBsgl2z2vGmkQS7Z7XjTSY476bn+ojvpuf6gbIJds9rxppEEu2e1400mOO+m5/qI76bn+oGyCXbPa8aaRBLtnteNNJjjvpuf6iO+m5/qBsgl2z2vGmkQS7Z7XjTSY476bn+ojvpuf6gbIJds9rxppEEu2e1400mOO+m5/qI76bn+oGyCXbPa8aaRBLtnteNNJjjvpuf6iO+m5/qBsgl2z2vGmkQS7Z7XjTSY476bn+ojvpuf6gbIJds9rxppEEu2e1400mOO+m5/qI76bn+oGyCXbPa8aaRBLtnteNNJjjvpuf6iO+m5/qBsgl2z2vGmkQS7Z7XjTSY476bn+ojvpuf6gbIJds9rxppKUjo76bn+pYgAAAAAAx3Q7eXsnZTobCCvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0I6897JbX4llIvPeyW1+JZSBY3Q7eXsnZToLodvL2Tsp0J1xt28O2e+w2behosZrfq+u1bPYmz+W34+/wBNn9vwVwGO6Hby9k7KdBdDt5eydlOhsAGO6Hby9k7KdBdDt5eydlOhsAGO6Hby9k7KdBdDt5eydlOhsAGO6Hby9k7KdBdDt5eydlOhsAGO6Hby9k7KdDYAAAAAAAACCgl5T2TGqkC9BBQS8p7JjVSIJeU9kxqpAvQQUEvKeyY1UiCXlPZMaqQL0EFBLynsmNVIgl5T2TGqkC9BBQS8p7JjVSIJeU9kxqpAvQQUEvKeyY1UiCXlPZMaqQL0EFBLynsmNVIgl5T2TGqkC9BBQS8p7JjVSIJeU9kxqpAvQQUEvKeyY1UiCXlPZMaqQL0EFBLynsmNVIgl5T2TGqkC9BBQS8p7JjVSIJeU9kxqpAvQQUEvKeyY1UiCXlPZMaqQL0EFBLynsmNVJegAAAAAA48VOXjcpeh2Cagl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXoIqcvG5S9DFBLtnteNNIgl2z2vGmkDbFTl43KXodgmoJds9rxppKUAAAAAAEdHfTc/1LEx3Q7eXsnZToBNR303P9RHfTc/1KW6Hby9k7KdBdDt5eydlOgE1HfTc/1Ed9Nz/UpbodvL2Tsp0F0O3l7J2U6ATUd9Nz/UR303P9Sluh28vZOynQXQ7eXsnZToBNR303P9RHfTc/1KW6Hby9k7KdBdDt5eydlOgE1HfTc/1Ed9Nz/UpbodvL2Tsp0F0O3l7J2U6ATUd9Nz/UR303P9Sluh28vZOynQXQ7eXsnZToBNR303P9RHfTc/1KW6Hby9k7KdBdDt5eydlOgE1HfTc/1Ed9Nz/UpbodvL2Tsp0F0O3l7J2U6ATUd9Nz/UR303P9Sluh28vZOynQXQ7eXsnZToBNR303P9RHfTc/1KW6Hby9k7KdBdDt5eydlOgE1HfTc/1Ed9Nz/UpbodvL2Tsp0F0O3l7J2U6ATUd9Nz/UsTHdDt5eydlOhsAAAAAABBXnvZLa/EspL0AQV572S2vxLKRee9ktr8SykvQBBXnvZLa/EspF572S2vxLKS9AEFee9ktr8SykXnvZLa/EspL0AQV572S2vxLKRee9ktr8SykvQBBXnvZLa/EspF572S2vxLKS9AEFee9ktr8SykXnvZLa/EspL0AQV572S2vxLKRee9ktr8SykvQBBXnvZLa/EspF572S2vxLKS9AEFee9ktr8SykXnvZLa/EspL0AQV572S2vxLKRee9ktr8SykvQBBXnvZLa/EspF572S2vxLKS9AEFee9ktr8SykvQAAAAAAAQUEvKeyY1Ul6ceKnLxuUvQCagl5T2TGqkQS8p7JjVSUsVOXjcpegipy8blL0AmoJeU9kxqpEEvKeyY1UlLFTl43KXoIqcvG5S9AJqCXlPZMaqRBLynsmNVJSxU5eNyl6CKnLxuUvQCagl5T2TGqkQS8p7JjVSUsVOXjcpegipy8blL0AmoJeU9kxqpEEvKeyY1UlLFTl43KXoIqcvG5S9AJqCXlPZMaqRBLynsmNVJSxU5eNyl6CKnLxuUvQDkuPdZudz32DXttqzq2ez+r5sQpVtv3TbZ/bZ+5XHHipy8blL0EVOXjcpegHYBx4qcvG5S9BFTl43KXoB2AcBt3pZkbKy1h/plW2fzKstSmz/AD+9pwFPhbau3+KelmxT8/p8L+P8k2fBE38Q0VwTrivOoXwIH/hf819fn/8Az7T/AFCXwtiXZ/CvSzbJ+f0+F/H+SrPgcU+Yd5OOelbx8L4HAYt6WZeyttbv6FVln8ybLVJt/wAvvYf3ipy8blL0KiYns8b47Y51aHYBx4qcvG5S9DsHUAAAAAATUEu2e1400lKAJqCXbPa8aaRBLtnteNNJSgCagl2z2vGmkQS7Z7XjTSUoAmoJds9rxppEEu2e1400lKAJqCXbPa8aaRBLtnteNNJSgCagl2z2vGmkQS7Z7XjTSUoAmoJds9rxppEEu2e1400lKAJqCXbPa8aaRBLtnteNNJSgCagl2z2vGmk5T5cLvdqtls9gto2u3Xb8/SpSbbLLP7rLC6JhgTY8d59u0Ls+UbG221Pz+32s1ItPiGjBWNze3aH3YbpbHbMqP4zbbdO0t+6k7NVllln7fey0+wS7Z7XjTSUoKiIiNQ8r3te3FZNQS7Z7XjTSIJds9rxppKUHUJnb7pbHYsq/4PbbdW0s+6U7RVltlv7fayw5bmcLveStrs9uto2W3Rb8/SlSbLLbP7rbC6JhvTY7d59ht0WfCNtbZar4/f7W6nnb8Z3DVinm0nHbx2fqCXbPa8aaSlAPRlAAAAAAAAAAAAAAAAAAAAAAAAAAAJrdL/ntv1fz/l/1t+SlJd3qu3ebbs67fhG2ttsT8/v906EW7xLTh6471j0+FQAC2YAAAmt7f+oYvp/n/N/rZ8FKS7wVeW82xZ0W/KNjbZYr4/b7q0Iv200/S9MnF4iJVAALZgAAAAAAAAAAAAAAAAAAAAAAAAAADjbwuxTZsktGwst/H2Nn6WfqqzU7IOTG40vHeaWi0OQ43yht2adjt1WJaU2fH3+31/vZ+51zjvRwbJsXbt2dX4O3/X5s/RVv+1v7nPsbn47fytGwt2+zs+31Wp+r/wBrP9yOKa9JaJxUy9cc6/ioBMxTtf5f4H8//fb/AKfB+bW5+PL8jPsLdhs7ft9Vifp/9rf9jvHHhP2uSP21Hu6D8fKGLZq2OwVYppVZ8fb7/R+9v7nzd51qY9ipo29lv4+1s/S39U2an11uHZMa7Nu0K/G2/wCvzb+ibf8Ae39zsCImZ3Je9a15eP3n1AAWzAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/9k=';

interface Story {
  readonly name: string;
  readonly view: View;
  /** What somebody is typing on it. */
  readonly typed?: Partial<Typed>;
  /** The button that was pressed: its dialog stands over the screen. The first of that name. */
  readonly pressed?: (words: Messages) => string;
}

const certificateItem: ItemSummary = {
  code: 'SIN-PRT-001',
  name: {
    zh: '社会保险参保证明（个人专用）打印',
    en: 'Social insurance participation certificate (individual)',
  },
  summary: {
    zh: '打印带验证码的参保证明，买房、入学、办居住证都可用',
    en: 'Print a verifiable record of your insured months, for a home, a school or a residence permit',
  },
  categoryId: 'socialInsurance',
  unavailable: null,
};
const taxItem: ItemSummary = {
  code: 'TAX-PRT-001',
  name: { zh: '个人所得税纳税记录打印', en: 'Income tax payment record' },
  summary: { zh: '2019 年以后缴纳的个人所得税', en: 'Income tax paid since 2019' },
  categoryId: 'tax',
  unavailable: null,
};
const rightsItem: ItemSummary = {
  code: 'SIN-PRT-004',
  name: { zh: '养老保险个人权益记录打印', en: 'Pension entitlement record' },
  summary: { zh: '上一年度的缴费和账户', en: 'Contributions and account of last year' },
  categoryId: 'socialInsurance',
  unavailable: 'documentPrinter',
};
const pensionItem: ItemSummary = {
  code: 'SIN-CFM-001',
  name: { zh: '养老待遇资格认证', en: 'Pension confirmation' },
  summary: { zh: '每 12 个月办一次', en: 'Once every 12 months' },
  categoryId: 'socialInsurance',
  unavailable: null,
};
const items = [certificateItem, rightsItem, pensionItem, taxItem];

const categories = [
  ['socialInsurance', '社会保险', 'Social insurance', 35],
  ['tax', '税务', 'Tax', 33],
  ['socialSecurityCard', '社会保障卡', 'Social security card', 9],
  ['employment', '就业', 'Employment', 8],
  ['medicalInsurance', '医疗保险', 'Medical insurance', 14],
  ['housingFund', '住房公积金', 'Housing fund', 8],
] as const;
const categoryList = categories.map(([id, zh, en, count]) => ({ id, name: { zh, en }, icon: id, count }));
const socialInsurance = {
  id: 'socialInsurance',
  name: { zh: '社会保险', en: 'Social insurance' },
  icon: 'socialInsurance',
  count: 4,
};

const steps: NonNullable<View['trail']>['steps'] = [
  'notice',
  'consent',
  'identify',
  'verify',
  'parameters',
  'preview',
  'confirm',
  'print',
  'rate',
  'take',
];
const principalSteps: typeof steps = [...steps.slice(0, 4), 'principal', ...steps.slice(4)];
const paymentSteps: typeof steps = [
  'notice',
  'consent',
  'identify',
  'verify',
  'bills',
  'pay',
  'rate',
  'take',
];
const collectSteps: typeof steps = ['notice', 'form', 'collect', 'rate', 'take'];
const pinSteps: typeof steps = ['notice', 'consent', 'card', 'identify', 'verify', 'setPin', 'rate', 'take'];
const stepOf: Partial<Record<Screen['kind'], (typeof steps)[number]>> = {
  notice: 'notice',
  consent: 'consent',
  identify: 'identify',
  chooseMethod: 'verify',
  staffConfirm: 'verify',
  pinEntry: 'setPin',
  pinSet: 'setPin',
  verify: 'verify',
  working: 'preview',
  parameters: 'parameters',
  preview: 'preview',
  confirm: 'confirm',
  collectClaim: 'collect',
  paymentResult: 'pay',
  payCode: 'pay',
  payCash: 'pay',
  choosePayment: 'pay',
  bills: 'bills',
  forWhom: 'principal',
  principal: 'principal',
  printing: 'print',
  rate: 'rate',
  take: 'take',
  fault: 'print',
};
const withoutBack = new Set<Screen['kind']>([
  'pinSet',
  'pickUp',
  'payCash',
  'payCode',
  'paymentResult',
  'starting',
  'outOfService',
  'attract',
  'home',
  'working',
  'parameters',
  'printing',
  'rate',
  'take',
  'farewell',
  'fault',
]);
const withoutLeave = new Set<Screen['kind']>([
  'pinSet',
  'pickUp',
  'payCash',
  'payCode',
  'paymentResult',
  'starting',
  'outOfService',
  'attract',
  'printing',
  'rate',
  'take',
  'farewell',
]);

function trailAt(step: (typeof steps)[number]): NonNullable<View['trail']> {
  const shown =
    [steps, principalSteps, paymentSteps, pinSteps, collectSteps].find((one) => one.includes(step)) ?? steps;
  return { steps: shown, current: shown.indexOf(step) };
}

function viewOf(screen: Screen, change: Partial<View> = {}): View {
  const step = stepOf[screen.kind];
  const canLeave = !withoutLeave.has(screen.kind);
  return {
    revision: 1,
    screenId: `story-${screen.kind}`,
    language: 'zh',
    largeText: false,
    highContrast: false,
    terminal: {
      number: 'ZW-000017',
      place: { zh: '样本市城东支行 自助服务区', en: 'Specimen City East Branch' },
      hotline: '12333',
    },
    specimen: true,
    trail: step === undefined ? null : trailAt(step),
    principal: null,
    canGoBack: !withoutBack.has(screen.kind),
    canLeave,
    deadline: canLeave ? { startedAt: storyNow - 24_000, endsAt: storyNow + 66_000 } : null,
    idleWarning: null,
    assistanceCalledAt: null,
    screen,
    ...change,
  };
}

const schemes: Scheme[] = ['pension', 'medical', 'workInjury', 'maternity', 'unemployment'];

/** Of an invented person, masked by the layout as the terminal has it masked. */
function certificatePages(monthCount: number): PaperPage[] {
  const participation: Participation = {
    person: { name: '张小三', idNumber: '44520219500101159X', sex: 'male' },
    regionName: '样本市',
    authorityName: '样本市社会保险基金管理局',
    period: { from: '2024-11', to: '2026-10' },
    schemes: schemes.map((scheme) => ({ scheme, state: 'active', since: '2015-03' })),
    employers: [{ number: '10001', name: '样本市城东测试制造有限公司' }],
    months: Array.from({ length: monthCount }, (_, index) => ({
      month: new Date(Date.UTC(2026, 10 - monthCount + index)).toISOString().slice(0, 7),
      employerNumber: '10001',
      pension: { base: 458_800, paid: 36_704 },
      medical: { base: 458_800, paid: 9_176 },
      unemployment: { base: 458_800, paid: 917 },
      status: 'paid',
      remark: '',
    })),
  };
  return layoutParticipation(participation, null, {
    masked: true,
    specimen: true,
    printedAt: '2026-11-22T09:41:07+08:00',
  });
}

const notice: Screen = {
  kind: 'notice',
  item: certificateItem,
  notice: {
    who: { zh: '在本地参加过社会保险的本人', en: 'You, if you have ever been insured here' },
    need: [
      { zh: '本人有效身份证', en: 'Your own valid identity card' },
      {
        zh: '在社保登记的手机号，用来收验证码',
        en: 'The phone registered with social insurance, to receive a code',
      },
    ],
    get: {
      zh: 'A4 参保证明，带验证码',
      en: 'The certificate on A4 paper, with a verification code',
    },
    duration: { zh: '大约两分钟', en: 'About two minutes' },
    cost: { zh: '免费', en: 'Free of charge' },
    more: [
      {
        zh: '每人每个自然月最多打印 3 次；卡纸等机器原因不算次数',
        en: 'At most 3 prints a person a calendar month; one that the machine spoils is not counted',
      },
      {
        zh: '数据可能晚 1 至 3 个月，以社保经办机构的记录为准',
        en: 'Records may be 1 to 3 months behind; those of the social insurance agency prevail',
      },
      {
        zh: '没有参加社会保险、手机号不对或需要代办，请到人工窗口',
        en: 'If you are not insured, your phone number changed, or you come for somebody else, please go to the counter',
      },
    ],
  },
};

const consent: Screen = {
  kind: 'consent',
  item: certificateItem,
  points: [
    {
      title: { zh: '谁来处理', en: 'Who handles it' },
      body: {
        zh: '当地社会保险经办机构；本机只代为读取和打印',
        en: 'The local social insurance agency; this machine only reads and prints for it',
      },
    },
    {
      title: { zh: '用到哪些信息', en: 'Which data' },
      body: {
        zh: '身份证上的姓名、号码、性别和有效期，登记手机号收到的验证码，参保和缴费记录。其中有敏感个人信息',
        en: 'Name, number, sex and validity on your identity card, the code sent to your registered phone, your insurance and payment records. Some of it is sensitive',
      },
    },
    {
      title: { zh: '用来做什么', en: 'What for' },
      body: {
        zh: '只用来确认是您本人，并打印这一份证明',
        en: 'Only to be sure that it is you, and to print this one certificate',
      },
    },
    {
      title: { zh: '保留多久', en: 'For how long' },
      body: {
        zh: '您离开后，本机清除您的信息。没打完的证明加密保存，处理完就删除。签发记录由经办机构依法保存',
        en: 'When you leave, this machine erases your data. A certificate not fully printed is kept encrypted and deleted once dealt with. The agency keeps the record of issue as the law requires',
      },
    },
    {
      title: { zh: '您的权利和其他办法', en: 'Your rights, and another way' },
      body: {
        zh: '您可以不同意，随时退出，也可以查询、更正、删除。不用本机，人工窗口同样办理',
        en: 'You may refuse, leave at any time, and ask to see, correct or delete your data. The counter does the same without this machine',
      },
    },
  ],
};

const waitingFor = (document: IdentityDocument): ScreenOf<'identify'>['ways'][number] => ({
  document,
  state: 'waiting',
});
const anyDocument = (['identityCard', 'electronicCode', 'socialSecurityCard'] as const).map(waitingFor);

const pinEntry: ScreenOf<'pinEntry'> = {
  kind: 'pinEntry',
  listening: true,
  which: 'next',
  entered: 0,
  length: 6,
  problem: null,
  triesLeft: null,
};

const faceCheck: ScreenOf<'faceCheck'> = {
  kind: 'faceCheck',
  ready: true,
  prompt: 'lookStraight',
  done: 0,
  of: 3,
  hint: null,
};
const staffConfirm: ScreenOf<'staffConfirm'> = {
  kind: 'staffConfirm',
  document: 'identityCard',
  holderMasked: '张*三',
  idNumberMasked: '445***********159X',
  state: 'waiting',
  problem: null,
};

const verify = {
  kind: 'verify',
  phoneMasked: '138****5678',
  codeLength: 6,
  state: 'waiting',
  problem: null,
  attemptsLeft: 5,
  otherWays: true,
  resendAt: storyNow + 48_000,
} as const satisfies Screen;

const parameters: Screen = {
  kind: 'parameters',
  region: { zh: '样本市', en: 'Specimen City' },
  schemes,
  selectedSchemes: schemes,
  periods: [
    { months: 12, from: '2025-11', to: '2026-10' },
    { months: 24, from: '2024-11', to: '2026-10' },
    { months: 36, from: '2023-11', to: '2026-10' },
    { months: 60, from: '2021-11', to: '2026-10' },
  ],
  selectedMonths: 24,
};

const medicalBill = (
  id: string,
  relation: 'self' | 'spouse' | 'child',
  nameMasked: string,
): ScreenOf<'bills'>['bills'][number] => ({
  id,
  title: { zh: '城乡居民基本医疗保险', en: "Residents' medical insurance" },
  period: '2026',
  relation,
  nameMasked,
  options: [{ id: 'year', label: { zh: '2026 年度', en: 'Year 2026' }, amount: 40_000 }],
});
const household: ScreenOf<'bills'> = {
  kind: 'bills',
  bills: [
    medicalBill('a', 'self', '张*三'),
    medicalBill('b', 'spouse', '张*三'),
    medicalBill('c', 'child', '张*三'),
  ],
  charges: [
    { billId: 'a', optionId: 'year' },
    { billId: 'c', optionId: 'year' },
  ],
};
const pensionBills: ScreenOf<'bills'> = {
  kind: 'bills',
  bills: [
    {
      ...medicalBill('p', 'self', '张*三'),
      title: { zh: '城乡居民基本养老保险', en: "Residents' pension insurance" },
      options: [200, 400, 600, 1_000, 2_000, 3_600].map((tier) => ({
        id: String(tier),
        label: { zh: `${tier} 元档`, en: `Tier ¥${tier}` },
        amount: tier * 100,
      })),
    },
  ],
  charges: [{ billId: 'p', optionId: '400' }],
};
const choosePayment: ScreenOf<'choosePayment'> = {
  kind: 'choosePayment',
  lines: [
    {
      title: { zh: '城乡居民基本养老保险', en: "Residents' pension insurance" },
      nameMasked: '张*三',
      period: '2026',
      label: { zh: '400 元档', en: 'Tier ¥400' },
      amount: 40_000,
    },
  ],
  due: 40_000,
  cash: 'available',
  code: true,
  notes: [10_000, 5_000, 2_000, 1_000, 500],
};
const payCash: ScreenOf<'payCash'> = {
  kind: 'payCash',
  due: 40_000,
  taken: 25_000,
  notes: [10_000, 10_000, 5_000],
  state: 'taking',
  canPayRest: true,
};
const payCode: ScreenOf<'payCode'> = {
  kind: 'payCode',
  amount: 40_000,
  taken: 0,
  code: 'http://127.0.0.1:8480/sandbox/pay/YPDD0000000017',
  expiresAt: storyNow + 143_000,
  state: 'waiting',
};
const collected: ScreenOf<'paymentResult'> = {
  kind: 'paymentResult',
  outcome: 'collected',
  due: 12_700,
  cash: 0,
  code: 0,
  receiptNumber: null,
  repaid: 12_700,
  open: 0,
  claim: null,
  canRetry: false,
  reference: '0001-000042',
};
const paymentResult: ScreenOf<'paymentResult'> = {
  kind: 'paymentResult',
  outcome: 'paid',
  due: 40_000,
  cash: 40_000,
  code: 0,
  receiptNumber: 'YPSJ00000042',
  repaid: 10_000,
  open: 0,
  claim: null,
  canRetry: false,
  reference: '0001-000042',
};

const confirm = {
  kind: 'confirm',
  item: certificateItem,
  holderMasked: '张*三',
  idNumberMasked: '445***********159X',
  agentMasked: null,
  companyName: null,
  period: { from: '2024-11', to: '2026-10' },
  rows: [],
  pages: 2,
  ordinal: 2,
  limit: 3,
  receipt: true,
} as const satisfies Screen;

const principal: ScreenOf<'principal'> = {
  kind: 'principal',
  principal: {
    relation: 'parent',
    nameMasked: '张*本',
    idNumberMasked: '445***********0020',
    basis: 'authorised',
    validUntil: '2028-12-31',
  },
  agentMasked: '张*三',
};

const question = (
  field: ScreenOf<'field'>['field'],
  more: Partial<ScreenOf<'field'>> = {},
): ScreenOf<'field'> => ({
  kind: 'field',
  title: { zh: '证明的内容', en: 'What it should show' },
  field,
  options: [],
  bounds: null,
  ordinal: 2,
  count: 3,
  answer: null,
  problem: null,
  ...more,
});
const common = { id: 'to', sensitive: false, label: { zh: '到哪个月为止', en: 'Up to which month' } };
const taxOptions = (['个人所得税', '车船税', '房产税', '契税'] as const).map((zh, index) => ({
  value: String(index),
  label: { zh, en: ['Individual income tax', 'Vehicle tax', 'Property tax', 'Deed tax'][index] ?? zh },
}));
const hours = ['09:00', '10:00', '11:00', '14:00', '15:00', '16:00', '16:30', '17:00'].map((hour) => ({
  value: hour,
  label: { zh: hour, en: hour },
  detail: { zh: '还有 3 个号', en: '3 left' },
}));

const accountSheet: ScreenOf<'result'>['sheet'] = {
  title: { zh: '养老保险个人账户', en: 'Pension account' },
  sections: [
    {
      kind: 'fields',
      rows: [
        { label: { zh: '累计缴费月数', en: 'Months paid' }, value: '118' },
        { label: { zh: '个人账户储存额', en: 'Balance' }, value: '¥47,213.60', strong: true },
        {
          label: { zh: '最近缴费年月', en: 'Last month paid' },
          value: { zh: '2026年10月', en: 'October 2026' },
        },
      ],
    },
    {
      kind: 'table',
      title: { zh: '最近缴费', en: 'Last contributions' },
      columns: [
        { label: { zh: '年月', en: 'Month' }, align: 'start' },
        { label: { zh: '缴费基数', en: 'Base' }, align: 'end' },
        { label: { zh: '个人缴费', en: 'Paid' }, align: 'end' },
      ],
      rows: Array.from({ length: 12 }, (_, index) => [
        `2026-${String(12 - index).padStart(2, '0')}`,
        '¥5,284.00',
        '¥422.72',
      ]),
    },
    { kind: 'note', text: { zh: '利息按年度公布的记账利率计算', en: 'Interest is credited once a year' } },
  ],
};

const outcome: ScreenOf<'outcome'> = {
  kind: 'outcome',
  outcome: {
    kind: 'done',
    number: 'YPSL2026112200017',
    sentences: [
      { zh: '认证成功，养老金照常发放', en: 'Confirmed: your pension goes on' },
      { zh: '请在 2027年11月底前再次认证', en: 'Please confirm again by the end of November 2027' },
    ],
    corrections: [],
    promises: [],
    law: ['《城乡居民基本养老保险经办规程》'],
    remedy: null,
    human: {
      zh: '对结果有疑问，可以在本机按“呼叫协助”，或拨打 12345。',
      en: 'If you disagree, press "Call staff" at this terminal or call 12345.',
    },
    workdays: 0,
    sheet: null,
  },
  slip: true,
  reference: '0001-000042',
};
const promised = {
  code: 'householdRegister',
  material: { zh: '居民户口簿（首页及本人页）', en: 'Household register (cover and own page)' },
  dueDate: '2026-11-27',
  consequence: {
    zh: '到期没有补交的，这次登记取消，已经办理的撤回',
    en: 'If it does not come, this registration is cancelled',
  },
};

const paperScan: ScreenOf<'paperScan'> = {
  kind: 'paperScan',
  material: promised.material,
  page: 1,
  most: 10,
  ready: true,
  outline: [
    { x: 0.31, y: 0.12 },
    { x: 0.72, y: 0.14 },
    { x: 0.74, y: 0.9 },
    { x: 0.29, y: 0.88 },
  ],
  frame: { width: 3264, height: 2448 },
  hint: null,
  still: true,
  problem: null,
};

const printing = { kind: 'printing', pagesDone: 0, pages: 2, usualSeconds: 15 } as const;

const take: Screen = {
  kind: 'take',
  belongings: [
    { kind: 'identityCard', state: 'unsensed' },
    { kind: 'certificate', state: 'unsensed' },
    { kind: 'receipt', state: 'present' },
  ],
  reminders: 0,
};

const noNotes = { deposited: [], retracted: [], rejected: [], distributed: [] };
const noTotals = {
  cashIn: 0,
  change: 0,
  refunds: 0,
  cashOut: 0,
  host: 0,
  pending: 0,
  claimsOpened: 0,
  claimsSettled: 0,
  held: 0,
  loaded: 0,
  collected: 0,
  long: 0,
  short: 0,
};
const noneOut = { presented: [], rejected: [], distributed: [] };

const staffCash: ScreenOf<'staffCash'> = {
  kind: 'staffCash',
  places: [
    {
      place: 'unit:noteRecycler/payout',
      status: 'low',
      accuracy: 'accurate',
      capacity: 80,
      initial: [
        { value: 5_000, count: 4 },
        { value: 2_000, count: 4 },
      ],
      in: { ...noNotes, deposited: [{ value: 5_000, count: 3 }] },
      out: { ...noneOut, presented: [{ value: 2_000, count: 2 }] },
      adjusted: [{ value: 5_000, count: -1 }],
      now: [
        { value: 5_000, count: 6 },
        { value: 2_000, count: 2 },
      ],
    },
    {
      place: 'unit:noteRecycler/cashbox',
      status: 'ok',
      accuracy: 'inaccurate',
      capacity: 500,
      initial: [],
      in: { ...noNotes, deposited: [{ value: 10_000, count: 12 }] },
      out: noneOut,
      adjusted: [],
      now: [{ value: 10_000, count: 12 }],
    },
  ],
  exchange: null,
  today: {
    day: '2026-11-22',
    to: '2026-11-22T17:30:00+08:00',
    totals: { ...noTotals, cashIn: 62_000, change: 4_000, host: 58_000 },
    opening: 96_000,
    closing: 154_000,
  },
  lastDay: {
    day: '2026-11-21',
    to: '2026-11-21T17:30:00+08:00',
    totals: {
      ...noTotals,
      cashIn: 1_284_000,
      change: 35_500,
      refunds: 20_000,
      host: 1_198_500,
      claimsOpened: 30_000,
    },
    opening: 120_000,
    closing: 96_000,
  },
  values: [10_000, 5_000, 2_000, 1_000, 500, 100],
  differences: [
    {
      number: 3,
      place: 'unit:noteRecycler/cashbox',
      amount: -15_000,
      openedAt: '2026-11-20T17:30:00+08:00',
      foundBy: 'two staff',
    },
    {
      number: 5,
      place: 'unit:noteRecycler/payout',
      amount: 5_000,
      openedAt: '2026-11-22T08:12:00+08:00',
      foundBy: 'machine',
    },
  ],
  suspense: -10_000,
  claims: [
    { trace: '0001-000042', amount: 30_000 },
    { trace: '0001-000057', amount: 5_000 },
  ],
  cases: [
    {
      id: '5b0f8c1e-4f5e-4a9d-9b53-0d6a3f2e7c12',
      trace: '0001-000061',
      amount: 10_000,
      evidence: ['the recycler cannot tell what it holds', 'it names no sum that left'],
    },
  ],
  twoPersons: true,
  counted: null,
  exchanged: null,
  dayPrinted: false,
  problem: null,
};

const readyPapers: ScreenOf<'readyPapers'> = {
  kind: 'readyPapers',
  papers: [
    {
      number: 'YPSL2026112000017',
      itemName: { zh: '敬老卡（老年人优待证）申领', en: 'Senior card application' },
      where: { at: 'here', compartment: 7 },
    },
    {
      number: 'YPSL2026111900003',
      itemName: { zh: '社会保障卡补领换领', en: 'Social security card replacement' },
      where: { at: 'staff', compartment: 12 },
    },
    {
      number: 'YPSL2026111800041',
      itemName: { zh: '个体工商户设立登记', en: 'Individual business registration' },
      where: {
        at: 'elsewhere',
        place: {
          zh: '样本市政务服务中心 8 号窗口（市场监管）',
          en: 'Counter 8 of the City Service Hall (licences)',
        },
      },
    },
  ],
  locker: true,
  slip: false,
};

const pickUp: ScreenOf<'pickUp'> = {
  kind: 'pickUp',
  itemName: { zh: '敬老卡（老年人优待证）申领', en: 'Senior card application' },
  compartment: 7,
  compartments: 16,
  phase: 'full',
  reminders: 0,
};

const staffLocker: ScreenOf<'staffLocker'> = {
  kind: 'staffLocker',
  papers: [
    {
      compartment: 3,
      matter: 'YPSL2026101200008',
      loadedAt: '2026-10-13T09:00:00+08:00',
      state: 'inside',
      overdue: true,
      door: 'closed',
      item: 'present',
    },
    {
      compartment: 7,
      matter: 'YPSL2026112000017',
      loadedAt: '2026-11-21T09:00:00+08:00',
      state: 'inside',
      overdue: false,
      door: 'closed',
      item: 'present',
    },
    {
      compartment: 9,
      matter: 'YPSL2026111700002',
      loadedAt: '2026-11-18T09:00:00+08:00',
      state: 'unclear',
      overdue: false,
      door: 'closed',
      item: 'notPresent',
    },
  ],
  compartments: 16,
  next: 1,
  twoPersons: true,
  busy: null,
  last: { compartment: 7, what: 'loaded' },
  problem: null,
};

const staff: ScreenOf<'staff'> = {
  kind: 'staff',
  openJobs: [
    {
      transactionId: '5b0f8c1e-4f5e-4a9d-9b53-0d6a3f2e7c11',
      trace: '261122-0017',
      itemName: certificateItem.name,
      startedAt: '2026-11-22T09:12:44+08:00',
      certificateNumber: 'SP2026112200017',
      state: 'indeterminate',
      evidence: [
        'IPP Print-Job: job 41 accepted',
        'IPP Get-Job-Attributes: processing, impressions 1 of 2',
        'restart of the terminal at 09:13:02; job 41 unknown to the printer',
      ],
      canReprint: true,
    },
  ],
  devices: [
    {
      id: 'reader-1',
      class: 'identityCardReader',
      status: 'online',
      reasons: [],
      counters: { cardsRead: 1_204, minutesOn: 31_260 },
      selfTest: null,
    },
    {
      id: 'printer-1',
      class: 'documentPrinter',
      status: 'userError',
      reasons: ['media-empty', 'paperLow'],
      forecast: [
        { of: 'pages', paper: 'plain', left: 0, limitedBy: 'paper' },
        { of: 'pages', paper: 'preprinted', left: 96, limitedBy: 'toner' },
      ],
      counters: { pages: 2_310, jams: 4, minutesOn: 30_900 },
      selfTest: null,
    },
    {
      id: 'receipt-1',
      class: 'receiptPrinter',
      status: 'online',
      reasons: [],
      forecast: [{ of: 'receipts', paper: null, left: 640, limitedBy: 'paper' }],
      counters: { receipts: 1_150, minutesOn: 31_260 },
      selfTest: null,
    },
  ],
  hasCash: true,
  lockerToDo: 2,
  cashExchangeOpen: false,
  testing: false,
  unsentReports: 3,
  serverLink: 'offline',
  reportsRefused: null,
  busy: null,
  problem: null,
};

function selfTestOf(deviceClass: string): StaffDevice['selfTest'] {
  const isPrinter = deviceClass === 'documentPrinter';
  return {
    passed: !isPrinter,
    checks: [
      { check: 'reachable', passed: true, detail: isPrinter ? 'userError media-empty' : 'online' },
      {
        check: 'answers',
        passed: true,
        detail: deviceClass === 'identityCardReader' ? 'security module 05.03-20161122-0000012345' : 'online',
      },
      {
        check: 'supplied',
        passed: !isPrinter,
        detail: isPrinter
          ? 'paper out, toner low'
          : deviceClass === 'receiptPrinter'
            ? 'paper full'
            : 'needs nothing',
      },
      { check: 'empty', passed: true, detail: 'holds nothing' },
    ],
  };
}

const home: Screen = { kind: 'home', categories: categoryList, frequent: items, limitations: [] };

function fault(code: (typeof faultCode.options)[number]): ScreenOf<'fault'> {
  const retry = ['serverUnavailable', 'printerOutOfPaper', 'printerUnavailable', 'printFailed'].includes(
    code,
  );
  return {
    kind: 'fault',
    code,
    cardOnReader: true,
    actions:
      code === 'paperNotSent' ? ['retry', 'back'] : retry ? ['retry', 'finish', 'call'] : ['finish', 'call'],
    reference: '261122-0017',
    details: { limit: 3, month: '2026-11', compartment: 7 },
  };
}

/** Said while somebody wants to act for another person: there is a way back to the question for whom. */
const ofPrincipal: ReadonlySet<string> = new Set([
  'agentMinor',
  'principalUnknown',
  'principalNameMismatch',
  'principalDeceased',
  'relationNotRegistered',
  'authorisationMissing',
  'authorisationExpired',
  'authorisationWithdrawn',
  'relationRegisterBehind',
  'relationRegisterUnavailable',
  'tooManyPrincipals',
]);
function faultStory(code: (typeof faultCode.options)[number]): Story {
  const screen = fault(code);
  if (!ofPrincipal.has(code)) return story(`fault-${code}`, screen);
  const retry = code === 'relationRegisterUnavailable' ? (['retry'] as const) : [];
  return story(
    `fault-${code}`,
    { ...screen, cardOnReader: false, actions: [...retry, 'back', 'finish', 'call'] },
    { trail: trailAt('principal'), canGoBack: true },
  );
}

const story = (name: string, screen: Screen, change: Partial<View> = {}): Story => ({
  name,
  view: viewOf(screen, change),
});

const dialog = (name: string, screen: Screen, pressed: NonNullable<Story['pressed']>): Story => ({
  ...story(name, screen),
  pressed,
});

export const stories: readonly Story[] = [
  story('starting', { kind: 'starting' }),
  story('out-of-service', {
    kind: 'outOfService',
    reason: 'the database file is locked by process 4711',
    reference: 'STORE-LOCKED',
  }),
  story('attract', { kind: 'attract', limitations: [] }),
  story('attract-limited', { kind: 'attract', limitations: ['documentPrinter', 'server'] }),
  story('home', home),
  story('home-first', {
    kind: 'home',
    categories: [{ ...socialInsurance, count: 1 }],
    frequent: [certificateItem],
    limitations: ['receiptPrinter'],
  }),
  story('home-many', {
    ...home,
    categories: [...categoryList, ...categoryList].map((one, index) => ({
      ...one,
      id: `${one.id}-${index}`,
    })),
  }),
  { ...story('search', home), typed: { query: '' } },
  { ...story('search-found', home), typed: { query: 'cbzm' } },
  { ...story('search-nothing', home), typed: { query: 'xyz' } },
  story('category', { kind: 'category', category: socialInsurance, items }),
  story('category-many', {
    kind: 'category',
    category: { ...socialInsurance, count: 8 },
    items: [...items, ...items].map((item, index) => ({ ...item, code: `${item.code}-${index}` })),
  }),
  story('notice', notice),
  dialog('notice-more', notice, (words) => words.notice.more),
  story('consent', consent),
  story('identify', { kind: 'identify', whose: 'self', ways: anyDocument, problem: null }),
  story('identify-one', {
    kind: 'identify',
    whose: 'self',
    ways: [waitingFor('identityCard')],
    problem: null,
  }),
  story('identify-reading', {
    kind: 'identify',
    whose: 'self',
    ways: [{ document: 'identityCard', state: 'reading' }, ...anyDocument.slice(1)],
    problem: null,
  }),
  story('identify-code', {
    kind: 'identify',
    whose: 'self',
    ways: anyDocument.map((way) => (way.document === 'electronicCode' ? { ...way, state: 'reading' } : way)),
    problem: null,
  }),
  story('identify-chip', {
    kind: 'identify',
    whose: 'self',
    ways: [waitingFor('socialSecurityCard')],
    problem: 'chipUnreadable',
  }),
  story('identify-problem', { kind: 'identify', whose: 'self', ways: anyDocument, problem: 'codeUsed' }),
  story('identify-no-reader', {
    kind: 'identify',
    whose: 'self',
    ways: [{ document: 'identityCard', state: 'unavailable' }, ...anyDocument.slice(1)],
    problem: null,
  }),
  story('identify-closed', {
    kind: 'identify',
    whose: 'self',
    ways: [{ document: 'identityCard', state: 'unavailable' }],
    problem: null,
  }),
  story(
    'identify-principal',
    { kind: 'identify', whose: 'principal', ways: anyDocument, problem: 'sameDocument' },
    { trail: trailAt('principal') },
  ),
  story(
    'for-whom',
    { kind: 'forWhom', options: [{ whom: 'self' }, { whom: 'another' }], basis: null },
    { canGoBack: false },
  ),
  story('for-whom-relation', {
    kind: 'forWhom',
    options: [
      { whom: 'spouse', authorisation: 'always', identity: 'card' },
      { whom: 'parent', authorisation: 'always', identity: 'card' },
      { whom: 'child', authorisation: 'ofAge', identity: 'number' },
      { whom: 'ward', authorisation: 'never', identity: 'number' },
      { whom: 'other', authorisation: 'always', identity: 'card' },
    ],
    basis: {
      zh: '《社会保险个人权益记录管理办法》《民法典》第二十三、二十八、一百六十五条。请以当地为准',
      en: 'Measures on Personal Social Insurance Records; Civil Code, articles 23, 28 and 165. Local rules prevail',
    },
  }),
  story('principal', principal),
  story('principal-registered', {
    ...principal,
    principal: { ...principal.principal, relation: 'child', basis: 'registered', validUntil: null },
  }),
  story('choose-method', { kind: 'chooseMethod', methods: ['sms', 'face', 'staff'], problem: null }),
  story('choose-method-problem', {
    kind: 'chooseMethod',
    methods: ['staff'],
    problem: 'phoneNotRegistered',
  }),
  story('choose-method-face-failed', {
    kind: 'chooseMethod',
    methods: ['sms', 'staff'],
    problem: 'faceNotRecognised',
  }),
  story('face-consent', { kind: 'faceConsent', photo: 'centre' }),
  story('face-consent-card', { kind: 'faceConsent', photo: 'card' }),
  story('face-check-starting', { ...faceCheck, ready: false }),
  story('face-check', faceCheck),
  story('face-check-left', { ...faceCheck, prompt: 'turnLeft', done: 1 }),
  story('face-check-closer', { ...faceCheck, prompt: 'comeCloser', done: 2 }),
  story('face-check-hint', { ...faceCheck, hint: 'severalFaces', done: 1 }),
  story('face-passed', { kind: 'faceResult', problem: null, triesLeft: 0 }),
  story('face-not-alike', { kind: 'faceResult', problem: 'notAlike', triesLeft: 2 }),
  story('face-wrong-movement', { kind: 'faceResult', problem: 'wrongMovement', triesLeft: 1 }),
  story('face-no-camera', { kind: 'faceResult', problem: 'camera', triesLeft: 3 }),
  story('staff-confirm', staffConfirm),
  { ...story('staff-confirm-wrong', { ...staffConfirm, problem: 'wrongPin' }), typed: { digits: '2026' } },
  story('verify', verify),
  { ...story('verify-typing', verify), typed: { digits: '4071' } },
  story('verify-wrong', { ...verify, problem: 'wrongCode', attemptsLeft: 3, resendAt: storyNow }),
  story('verify-checking', { ...verify, state: 'checking' }),
  story('pin-old', { ...pinEntry, which: 'old' }),
  story('pin-pad-starts', { ...pinEntry, listening: false }),
  story('pin-new', { ...pinEntry, entered: 3 }),
  story('pin-repeat', { ...pinEntry, which: 'repeat', entered: 6 }),
  story('pin-weak', { ...pinEntry, problem: 'birthDate' }),
  story('pin-wrong', { ...pinEntry, which: 'old', problem: 'wrong', triesLeft: 3 }),
  story('pin-set', {
    kind: 'pinSet',
    purpose: 'reset',
    cardTail: '0001',
    setAt: new Date(storyNow).toISOString(),
  }),
  story('working-pin', { kind: 'working', task: 'settingPin', usualSeconds: 5 }),
  story('take-card', {
    kind: 'take',
    belongings: [
      { kind: 'identityCard', state: 'unsensed' },
      { kind: 'socialSecurityCard', state: 'present' },
      { kind: 'receipt', state: 'present' },
    ],
    reminders: 0,
  }),
  story('working-code', { kind: 'working', task: 'sendingCode', usualSeconds: 3 }),
  story('working-records', { kind: 'working', task: 'queryingRecords', usualSeconds: 3 }),
  story('working-printer', { kind: 'working', task: 'checkingPrinter', usualSeconds: 2 }),
  story('parameters', parameters),
  story(
    'field-month',
    question(
      { ...common, type: 'month', back: 60, ahead: 0 },
      { bounds: { earliest: '2021-11', latest: '2026-11' }, answer: '2026-09' },
    ),
  ),
  story(
    'field-choices',
    question(
      {
        ...common,
        label: { zh: '哪些税种', en: 'Which taxes' },
        type: 'choices',
        options: taxOptions,
        least: 1,
        most: 4,
      },
      { options: taxOptions, answer: ['0', '1'] },
    ),
  ),
  story(
    'field-choice-pages',
    question(
      { ...common, label: { zh: '什么时段', en: 'At what time' }, type: 'choice', options: 'fromCentre' },
      { options: hours, ordinal: 4, count: 4 },
    ),
  ),
  story(
    'field-year',
    question(
      { ...common, label: { zh: '哪一年', en: 'Which year' }, type: 'year', back: 4, ahead: 0 },
      { bounds: { earliest: '2022', latest: '2026' } },
    ),
  ),
  {
    ...story(
      'field-date',
      question(
        {
          ...common,
          label: { zh: '开票日期', en: 'Date of the invoice' },
          type: 'date',
          back: 900,
          ahead: 0,
        },
        { bounds: { earliest: '2024-01-01', latest: '2026-11-22' } },
      ),
    ),
    typed: { answer: '202611' },
  },
  {
    ...story(
      'field-digits',
      question({
        ...common,
        label: { zh: '联系电话', en: 'Phone number' },
        hint: { zh: '工作人员会打这个电话', en: 'Somebody will call this number' },
        type: 'digits',
        least: 11,
        most: 11,
      }),
    ),
    typed: { answer: '1380000' },
  },
  story(
    'field-digits-problem',
    question(
      { ...common, label: { zh: '联系电话', en: 'Phone number' }, type: 'digits', least: 11, most: 11 },
      { problem: { zh: '应为 11 位数字', en: '11 digits, please' } },
    ),
  ),
  {
    ...story(
      'field-code',
      question({
        ...common,
        label: {
          zh: '统一社会信用代码（营业执照上的 18 位）',
          en: 'Unified social credit code (18 characters)',
        },
        hint: { zh: '字母 I、O、S、V、Z 不会出现', en: 'The letters I, O, S, V and Z do not occur' },
        type: 'code',
        least: 18,
        most: 18,
      }),
    ),
    typed: { answer: '91445202MA00000A1' },
  },
  story(
    'field-company',
    question(
      {
        ...common,
        label: { zh: '统一社会信用代码（18 位）', en: 'Social credit code (18 characters)' },
        hint: {
          zh: '也可以扫电子营业执照的二维码，不用输入',
          en: 'Or scan the QR code of your e-licence',
        },
        type: 'code',
        least: 18,
        most: 18,
      },
      {
        title: { zh: '为哪家单位办理', en: 'For which company' },
        ordinal: 1,
        count: 1,
        problem: {
          zh: '二维码已过期，请在手机上刷新后再试',
          en: 'Code too old: refresh it on the phone',
        },
      },
    ),
  ),
  {
    ...story(
      'field-amount',
      question({
        ...common,
        label: { zh: '销售额', en: 'Sales' },
        type: 'amount',
        least: 0,
        most: 100_000_000,
      }),
    ),
    typed: { answer: '12800.5' },
  },
  {
    ...story(
      'field-id-number',
      question({ ...common, label: { zh: '对方身份证号码', en: 'Identity number' }, type: 'idNumber' }),
    ),
    typed: { answer: '44520219500101001X' },
  },
  story('materials', {
    kind: 'materials',
    licencesUnavailable: false,
    materials: [
      {
        id: 'householdRegister',
        name: promised.material,
        state: 'missing',
        ways: ['scan', 'phone', 'promise'],
        licence: null,
        pages: 0,
        dueDate: promised.dueDate,
        consequence: promised.consequence,
      },
      {
        id: 'bankAccount',
        name: { zh: '本人银行账户或社保卡金融账户', en: 'Your bank or social security card account' },
        state: 'promised',
        ways: ['scan', 'phone', 'promise'],
        licence: null,
        pages: 0,
        dueDate: promised.dueDate,
        consequence: promised.consequence,
      },
    ],
  }),
  story('materials-licence', {
    kind: 'materials',
    licencesUnavailable: false,
    materials: [
      {
        id: 'registerPage',
        name: promised.material,
        state: 'missing',
        ways: ['eLicence', 'phone', 'promise'],
        licence: {
          issuer: { zh: '样本市公安局样本分局', en: 'Specimen District Police' },
          numberMasked: 'YPH*********0001',
          validUntil: null,
          state: 'valid',
        },
        pages: 0,
        dueDate: promised.dueDate,
        consequence: promised.consequence,
      },
      {
        id: 'lease',
        name: { zh: '租赁备案合同', en: 'Registered lease' },
        state: 'missing',
        ways: ['scan', 'phone', 'promise'],
        licence: {
          issuer: { zh: '样本市住房和城乡建设局', en: 'Housing Bureau of Specimen City' },
          numberMasked: 'YPZ*********0001',
          validUntil: '2026-10-31',
          state: 'expired',
        },
        pages: 0,
        dueDate: promised.dueDate,
        consequence: promised.consequence,
      },
    ],
  }),
  story('materials-given', {
    kind: 'materials',
    licencesUnavailable: true,
    materials: [
      {
        id: 'registerPage',
        name: promised.material,
        state: 'uploaded',
        ways: ['scan', 'phone', 'promise'],
        licence: null,
        pages: 2,
        dueDate: promised.dueDate,
        consequence: promised.consequence,
      },
    ],
  }),
  story('paper-phone', {
    kind: 'paperPhone',
    material: promised.material,
    link: 'https://centre.example/papers/b2lJVG5xRkx3Y0tXcGZ6UnVYb2RhQmVJaEdtTnlTdkU',
    expiresAt: storyNow + 372_000,
    pages: 1,
    state: 'waiting',
  }),
  story('paper-phone-expired', {
    kind: 'paperPhone',
    material: promised.material,
    link: null,
    expiresAt: null,
    pages: 0,
    state: 'expired',
  }),
  story('paper-preview', {
    kind: 'paperPreview',
    material: promised.material,
    page: 0,
    pages: 2,
    picture: { kind: 'png', base64: paperPicture },
    bytes: 384_000,
    sheets: 1,
  }),
  story('paper-preview-pdf', {
    kind: 'paperPreview',
    material: promised.material,
    page: 0,
    pages: 1,
    picture: null,
    bytes: 384_000,
    sheets: 3,
  }),
  story('paper-scan-starting', { ...paperScan, ready: false, outline: null, frame: null, still: false }),
  story('paper-scan', paperScan),
  story('paper-scan-next', { ...paperScan, page: 2, still: false, hint: 'layAnother' }),
  story('paper-scan-out-of-view', { ...paperScan, outline: null, still: false, hint: 'outOfView' }),
  story('paper-scan-blurred', { ...paperScan, still: false, hint: 'blurred' }),
  story('paper-scan-unplugged', { ...paperScan, ready: false, page: 2, problem: 'unplugged' }),
  story('paper-scan-refused', { ...paperScan, ready: false, problem: 'refused' }),
  story('paper-scanned', {
    kind: 'paperScanned',
    material: promised.material,
    page: 1,
    most: 10,
    jpegBase64: scannedPage,
    straightened: true,
  }),
  story('paper-scanned-whole', {
    kind: 'paperScanned',
    material: promised.material,
    page: 10,
    most: 10,
    jpegBase64: scannedPage,
    straightened: false,
  }),
  story('result', { kind: 'result', sheet: accountSheet, leadsTo: 'finish', slip: true }),
  story('declaration', {
    kind: 'declaration',
    item: certificateItem,
    holderMasked: '张*三',
    agentMasked: null,
    companyName: null,
    rows: [
      {
        label: { zh: '到哪个大厅', en: 'At which hall' },
        value: { zh: '样本市政务服务中心', en: 'Specimen City Service Hall' },
      },
      { label: { zh: '哪一天', en: 'On which day' }, value: { zh: '2026-11-23', en: '2026-11-23' } },
      { label: { zh: '什么时段', en: 'At what time' }, value: { zh: '10:00', en: '10:00' } },
    ],
    statement: {
      zh: '以上内容真实，我同意由系统自动审核；如有不实，愿承担相应责任',
      en: 'What I stated is true, and I agree that it is reviewed automatically; I answer for what is not',
    },
  }),
  story('outcome-done', outcome, { canGoBack: false }),
  story(
    'outcome-promise',
    {
      ...outcome,
      outcome: {
        ...outcome.outcome,
        kind: 'acceptedWithPromise',
        sentences: [
          { zh: '已受理，材料补齐后生效', en: 'Accepted; it takes effect once the papers are here' },
        ],
        promises: [promised],
        workdays: 3,
      },
    },
    { canGoBack: false },
  ),
  story(
    'outcome-corrections',
    {
      ...outcome,
      outcome: {
        ...outcome.outcome,
        kind: 'corrections',
        number: null,
        sentences: [{ zh: '还差下面几处，改好后可以马上重新提交', en: 'Please put the following right' }],
        corrections: [
          { zh: '联系电话与登记的不一致，请核对', en: 'The phone number differs from the registered one' },
          { zh: '缴费档次没有选择', en: 'No tier was chosen' },
        ],
      },
    },
    { canGoBack: true },
  ),
  story(
    'outcome-refused',
    {
      ...outcome,
      outcome: {
        ...outcome.outcome,
        kind: 'refused',
        number: null,
        sentences: [{ zh: '您还没有到领取待遇的年龄', en: 'You are not of pension age yet' }],
        remedy: {
          zh: '年满 60 周岁后，带身份证再来办理',
          en: 'Come again with your identity card at the age of 60',
        },
      },
    },
    { canGoBack: false },
  ),
  story(
    'outcome-to-person',
    {
      ...outcome,
      outcome: {
        ...outcome.outcome,
        kind: 'toPerson',
        sentences: [
          {
            zh: '有一项信息暂时核实不了，已转工作人员办理，您不必再来一趟。',
            en: 'One point cannot be checked just now. It was passed on to a person; you need not come again.',
          },
        ],
        workdays: 3,
      },
    },
    { canGoBack: false },
  ),
  story('preview', { kind: 'preview', pages: certificatePages(24), holderMasked: '张*三' }),
  story('preview-many', { kind: 'preview', pages: certificatePages(60), holderMasked: '张*三' }),
  story('confirm', confirm),
  story(
    'confirm-for-another',
    { ...confirm, holderMasked: '张*本', agentMasked: '张*三' },
    { principal: { relation: 'parent', nameMasked: '张*本' } },
  ),
  story('confirm-no-receipt', { ...confirm, receipt: false, pages: 1 }),
  story('printing-issuing', { ...printing, stage: 'issuing' }),
  story('printing-sending', { ...printing, stage: 'sending' }),
  story('printing', { ...printing, stage: 'printing', pagesDone: 1 }),
  story('printing-receipt', { ...printing, stage: 'receipt', pagesDone: 2 }),
  story('rate', {
    kind: 'rate',
    levels: ['verySatisfied', 'satisfied', 'basicallySatisfied', 'dissatisfied', 'veryDissatisfied'],
    receiptPrinted: true,
  }),
  story('rate-no-receipt', {
    kind: 'rate',
    levels: ['verySatisfied', 'satisfied', 'basicallySatisfied', 'dissatisfied', 'veryDissatisfied'],
    receiptPrinted: false,
  }),
  story('take', take),
  story('take-both-cards', {
    kind: 'take',
    belongings: [
      { kind: 'identityCard', state: 'unsensed' },
      { kind: 'principalCard', state: 'unsensed' },
      { kind: 'certificate', state: 'unsensed' },
    ],
    reminders: 0,
  }),
  story('take-reminded', {
    kind: 'take',
    belongings: [
      { kind: 'identityCard', state: 'present' },
      { kind: 'certificate', state: 'taken' },
      { kind: 'receipt', state: 'taken' },
    ],
    reminders: 1,
  }),
  story('bills-household', household),
  story('bills-tiers', pensionBills),
  story('bills-none', { ...pensionBills, charges: [] }),
  story('choose-payment', choosePayment),
  story('choose-payment-no-cash', { ...choosePayment, cash: 'unavailable' }),
  story('pay-cash-empty', { ...payCash, taken: 0, notes: [], canPayRest: false }),
  story('pay-cash', payCash),
  story('pay-cash-change', {
    ...payCash,
    taken: 50_000,
    notes: [10_000, 10_000, 10_000, 10_000, 10_000],
    state: 'payingOut',
    canPayRest: false,
  }),
  story('pay-code', payCode),
  story('pay-code-rest', { ...payCode, amount: 15_000, taken: 25_000 }),
  story('pay-code-unknown', { ...payCode, state: 'unknown' }),
  story('pay-code-booking', { ...payCode, code: null, expiresAt: null, state: 'booking' }),
  story('payment-paid', paymentResult),
  story('payment-mixed', { ...paymentResult, cash: 25_000, code: 15_000, repaid: 0 }),
  story('payment-waiting', { ...paymentResult, outcome: 'waiting', receiptNumber: null, repaid: 0 }),
  story('payment-refunded', {
    ...paymentResult,
    outcome: 'refunded',
    receiptNumber: null,
    repaid: 40_000,
    canRetry: true,
  }),
  story('payment-claim', {
    ...paymentResult,
    outcome: 'refunded',
    receiptNumber: null,
    repaid: 10_000,
    claim: { code: '7K3M-Q2XD', amount: 30_000, slip: false },
  }),
  story('payment-change-owed', {
    ...paymentResult,
    cash: 40_000,
    repaid: 0,
    claim: { code: '7K3M-Q2XD', amount: 5_000, slip: true },
  }),
  story('payment-open', {
    ...paymentResult,
    outcome: 'refunded',
    receiptNumber: null,
    repaid: 5_000,
    open: 5_000,
    canRetry: true,
  }),
  story('collect-claim', { kind: 'collectClaim', amount: 12_700, state: 'found' }),
  story(
    'collect-claim-paying',
    { kind: 'collectClaim', amount: 12_700, state: 'payingOut' },
    { canGoBack: false, canLeave: false },
  ),
  story('payment-collected', collected, { trail: trailAt('collect') }),
  story(
    'payment-collected-part',
    { ...collected, repaid: 2_700, claim: { code: '7K3M-Q2XD', amount: 10_000, slip: true } },
    { trail: trailAt('collect') },
  ),
  story(
    'payment-collected-nothing',
    { ...collected, repaid: 0, claim: { code: '7K3M-Q2XD', amount: 12_700, slip: false } },
    { trail: trailAt('collect') },
  ),
  story('farewell', { kind: 'farewell' }),
  ...faultCode.options.map(faultStory),
  story('idle-warning', confirm, { idleWarning: { secondsLeft: 24 } }),
  story('assistance', parameters, { assistanceCalledAt: storyNow - 60_000 }),
  story('staff-sign-in', { kind: 'staffSignIn', problem: null }),
  { ...story('staff-sign-in-typing', { kind: 'staffSignIn', problem: null }), typed: { digits: '123456' } },
  story('staff-sign-in-wrong', { kind: 'staffSignIn', problem: 'wrongPin' }),
  story('staff', staff),
  dialog('staff-reprint', staff, (words) => words.staff.acts.reprint),
  story('staff-troubled', {
    ...staff,
    reportsRefused: { reason: 'gap', sequence: 41 },
    problem: { trace: '261122-0017', what: 'paperOut' },
  }),
  story('staff-testing', { ...staff, openJobs: [], testing: true }),
  story('staff-tested', {
    ...staff,
    openJobs: [],
    devices: staff.devices.map((device) => ({ ...device, selfTest: selfTestOf(device.class) })),
  }),
  story('ready-papers', readyPapers),
  story('ready-papers-taken', {
    ...readyPapers,
    papers: readyPapers.papers.map((paper, index) =>
      index === 0 ? { ...paper, where: { at: 'collected' as const, compartment: 7 } } : paper,
    ),
    slip: true,
  }),
  story('ready-papers-elsewhere', { ...readyPapers, papers: readyPapers.papers.slice(2), locker: false }),
  story('pick-up-opening', { ...pickUp, phase: 'opening' }),
  story('pick-up', pickUp),
  story('pick-up-close', { ...pickUp, phase: 'empty', reminders: 1 }),
  story('pick-up-away', { ...pickUp, phase: 'cabinetAway' }),
  story('staff-locker', staffLocker),
  story(
    'staff-locker-busy',
    {
      ...staffLocker,
      last: null,
      busy: { compartment: 1, move: 'load', phase: 'empty', reminders: 0 },
    },
    { canGoBack: false, canLeave: false, deadline: null },
  ),
  dialog('staff-locker-load', staffLocker, ({ staff }) => staff.locker.load),
  dialog('staff-locker-empty', staffLocker, ({ staff }) => staff.locker.empty),
  story('staff-cash', staffCash),
  dialog('staff-cash-count', staffCash, ({ staff }) => staff.cash.count),
  dialog('staff-cash-start-exchange', staffCash, ({ staff }) => staff.cash.exchange),
  dialog('staff-cash-settle', staffCash, ({ staff }) => staff.cash.settle),
  dialog('staff-cash-difference', staffCash, ({ staff }) => staff.cash.end),
  story('staff-cash-counted', {
    ...staffCash,
    counted: {
      place: 'unit:noteRecycler/cashbox',
      ledger: 120_000,
      total: 110_000,
      difference: -10_000,
      slip: true,
    },
  }),
  story('staff-cash-exchange', {
    ...staffCash,
    exchange: {
      startedAt: '2026-11-22T09:12:44+08:00',
      entered: [{ place: 'unit:noteRecycler/cashbox', total: 0 }],
    },
  }),
  story('staff-cash-quiet', {
    ...staffCash,
    claims: [],
    cases: [],
    differences: [],
    suspense: 0,
    problem: 'unknownCode',
  }),
  story('staff-nothing-open', { ...staff, openJobs: [], unsentReports: 0, serverLink: 'online' }),
];
