#!/bin/sh
# Speaks what a mailbox says, in the voice of the announcements (../make.sh) and at 8 kHz only, like the messages beside it.
set -eu
cd "$(dirname "$0")"
say() {
  whole=$(mktemp --suffix .wav)
  espeak-ng -v en-us -p 42 -s 155 -g 2 -w "$whole" "$2"
  # telephone band, even loudness, no clipping; silence around it only as long as a pause between words
  sox "$whole" -t wav -b 16 -c 1 -r 8000 "$1.wav" gain -9 highpass 180 lowpass 3600 bass -3 treble +2 \
    compand 0.05,0.2 6:-70,-60,-20 -8 -90 0.1 gain -n -1 silence 1 0.02 0.3% reverse silence 1 0.02 0.3% reverse pad "${3:-0.1}" "${4:-0.1}"
  rm "$whole"
}
say greeting "Nobody can take your call right now. Please leave a message after the tone." 0.1 0.2
say full "This mailbox is full. It can not take any more messages. Goodbye."
say thanks "Thank you. Your message is stored. Goodbye."
say nothing-recorded "Nothing was recorded. Goodbye."
say enter-mailbox "Enter the mailbox number, and press pound."
say enter-pin "Enter the PIN, and press pound."
say wrong "That mailbox and PIN do not match."
say wait "There were too many wrong attempts. Try again later. Goodbye."
say no-mailbox "This phone has no mailbox. Goodbye."
say you-have "You have"
say and "and"
say no-messages "no messages."
say new-message "new message."
say new-messages "new messages."
say old-message "old message."
say old-messages "old messages."
say more-than "more than"
say menu "For new messages, press 1. For old messages, press 2. To record your greeting, press 3. To change your PIN, press 4. To end the call, press pound."
say message-from "Message from"
say hidden "a hidden number."
say options "To hear it again, press 1. To save it, press 2. To delete it, press 3. To call back, press 4. For the next message, press pound. For the main menu, press star."
say saved "Saved."
say deleted "Deleted."
say no-more "There are no more messages."
say record-greeting "Record your greeting after the tone, and press pound."
say greeting-stored "Your new greeting is in use."
say enter-new-pin "Enter a new PIN of 4 to 8 digits, and press pound."
say pin-stored "Your new PIN is stored."
say pin-refused "That PIN is too easy to guess, or has the wrong length."
say not-now "That is not possible now."
say goodbye "Goodbye."
n=0
while [ "$n" -le 20 ]; do
  say "n$n" "$n" 0.03 0.03
  n=$((n + 1))
done
# what the demo's caller says to a mailbox, in another voice
whole=$(mktemp --suffix .wav)
espeak-ng -v en-us+f3 -p 55 -s 180 -w "$whole" "Hello, this is Maria. Forty croissants for Friday, please."
sox "$whole" -t wav -b 16 -c 1 -r 8000 demo-message.wav gain -9 highpass 180 lowpass 3600 gain -n -3 silence 1 0.02 0.3% reverse silence 1 0.02 0.3% reverse
rm "$whole"
