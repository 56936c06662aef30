export default function HomePage() {
  return <main>Sillage</main>;
}
