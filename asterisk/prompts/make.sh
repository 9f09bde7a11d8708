#!/bin/sh
# Speaks the announcements: half a second of silence before, so that the first word is not lost while a phone opens its audio.
set -eu
cd "$(dirname "$0")"
mkdir -p test record
say() {
  whole=$(mktemp --suffix .wav)
  espeak-ng -v en-us -p 42 -s 155 -g 2 -w "$whole" "$2"
  # telephone band, even loudness, no clipping
  for format in "8000 wav" "16000 wav16"; do
    set -- "$1" "$2" ${format}
    sox "$whole" -t wav -b 16 -c 1 -r "$3" "$1.$4" gain -9 highpass 180 lowpass 3600 bass -3 treble +2 compand 0.05,0.2 6:-70,-60,-20 -8 -90 0.1 gain -n -1 pad 0.5 0.4
  done
  rm "$whole"
}
say service-interrupted "We are sorry. The service of this number is interrupted, at the moment. Goodbye."
say cannot-be-completed "Your call cannot be completed, as dialed. Please check the number, and dial again."
say not-possible-now "Calls are not possible, right now. Please try again, in a few minutes."
say not-in-service "The number you have dialed, is not in service. Please check the number, and dial again."
say no-caller-id "This phone has no number yet, to call out with. Please ask your administrator to assign one."
say not-permitted "This call is not permitted. If you need it, please ask your administrator."
say limit-reached "The calling limit of this account, is reached. Please ask your administrator."
say nobody-available "Nobody is available, to take your call. Please try again, later."
say call-recorded "This call may be recorded."
say too-many-calls "All lines are in use. Please try again, later."
say sandbox-no-emergency "This is a sandbox. No emergency service is reached. If you need help, call from another phone."
say sandbox-outside "This is a sandbox. Your call does not leave it. What you say, is played back to you."
say now-open "You are now, open."
say now-closed "You are now, closed."
# in a test of a flow, and while a sound is recorded; digits are read in between, so there is little silence around them
say test/would-ring "Here, the call would ring,"
say test/would-take-message "Here, a message would be taken by mailbox,"
say test/falls-back "The call can not go on here. It would go to the fallback."
say test/choose "Press 1, if the call is answered. 2, if nobody answers. 3, if the line is busy. 4, if no phone can be reached."
say test/ends "The test ends here."
say record/after-tone "Record your sound after the tone. Then press pound, or hang up."
say record/thanks "Thank you. Goodbye."
