#!/bin/sh
# Makes the hold music: four slow chords of plain sine waves, twice, quieter than speech. It ends as softly as it begins, so that it repeats without a click.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
bar() {
  # a chord that swells and fades, and over it three single notes
  sox -n -r 16000 -b 16 "$work/chord.wav" synth 4 sine "$2" sine "$3" sine "$4" sine "$5" remix - gain -16 fade t 1.2 4 1.4
  at=0
  for note in $6 $7 $8; do
    sox -n -r 16000 -b 16 "$work/note$at.wav" synth 1.3 sine "$note" gain -15 fade l 0.02 1.3 1.25 pad "$at" 0
    at=$((at + 1))
  done
  sox -m "$work/chord.wav" "$work/note0.wav" "$work/note1.wav" "$work/note2.wav" -r 16000 -b 16 "$work/$1.wav" trim 0 4
}
#   name   chord                         notes
bar 1c   130.81 196.00 261.63 329.63   523.25 659.26 783.99
bar 2a   110.00 220.00 261.63 329.63   659.26 523.25 440.00
bar 3f   174.61 220.00 261.63 349.23   440.00 523.25 698.46
bar 4g   196.00 246.94 293.66 392.00   587.33 493.88 392.00
bar 5c   130.81 196.00 261.63 329.63   392.00 523.25 659.26
bar 6e   164.81 246.94 329.63 392.00   783.99 659.26 493.88
bar 7f   174.61 220.00 261.63 349.23   523.25 440.00 349.23
bar 8g   196.00 246.94 293.66 392.00   493.88 587.33 493.88
sox "$work"/[1-8]?.wav -b 16 -c 1 -r 8000 hold.wav highpass 180 lowpass 3400 gain -n -9
