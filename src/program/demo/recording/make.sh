#!/bin/sh
# Speaks the two sides of the demo's recorded call: each is silent while the other talks.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
say() {
  espeak-ng -v "$1" -p "$2" -s 165 -g 2 -w "$work/whole.wav" "$3"
  sox "$work/whole.wav" -b 16 -c 1 -r 8000 "$work/$4.wav" highpass 180 lowpass 3600 gain -n -3 silence 1 0.02 0.5%
}
silence_like() { sox "$work/$1.wav" "$work/$2.wav" vol 0; }
say en-us 40 "Bakery, good morning." b1
say en-us+f3 55 "Good morning, this is the flour mill. Your delivery comes tomorrow, at six." c1
say en-us 40 "Fine. Please use the back door." b2
say en-us+f3 55 "We will. Goodbye." c2
for n in b1 c1 b2 c2; do silence_like "$n" "$n-quiet"; done
sox "$work/b1-quiet.wav" "$work/c1.wav" "$work/b2-quiet.wav" "$work/c2.wav" caller.wav
sox "$work/b1.wav" "$work/c1-quiet.wav" "$work/b2.wav" "$work/c2-quiet.wav" callee.wav
rm -r "$work"
